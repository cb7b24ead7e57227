import { recordDenied } from '@/core/access/denied'
import type { RemoteActor } from '@/core/actor'
import type { GatehouseError } from '@/core/errors'
import { getPlatform } from './platform'
import { currentActorOrNull } from './request'

/**
 * Puts into the audit log that whoever is signed in (or `who`, where that is known otherwise) was denied something; other
 * errors are no business of its.
 */
export async function noteDenied(
  error: GatehouseError,
  who: () => Promise<RemoteActor | null> = currentActorOrNull,
): Promise<void> {
  const actor = error.code === 'not-allowed' || error.code === 'beyond-own-role' ? await who() : null
  if (actor) await recordDenied(getPlatform(), actor, error)
}
