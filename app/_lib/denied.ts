import type { RemoteActor } from '@/core/actor'
import { recordAudit } from '@/core/audit/append'
import type { GatehouseError } from '@/core/errors'
import { getPlatform } from './platform'
import { currentActorOrNull } from './request'

/**
 * What someone who is signed in (or `who`, where that is known otherwise) tried and may not is an event: the one trace that a
 * denied request leaves.
 */
export async function noteDenied(
  { code, params }: GatehouseError,
  who: () => Promise<RemoteActor | null> = currentActorOrNull,
): Promise<void> {
  const actor = code === 'not-allowed' ? await who() : null
  if (!actor) return
  const { db, log } = getPlatform()
  try {
    await recordAudit(db, { actor, action: 'access.denied', outcome: 'denied', detail: params })
  } catch (error) {
    log.error({ err: error }, 'a denied request cannot be recorded')
  }
}
