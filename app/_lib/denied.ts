import { recordDenied } from '@/core/access/denied'
import type { GatehouseError } from '@/core/errors'
import { getPlatform } from './platform'
import { currentActorOrNull } from './request'

/** Puts into the audit log that whoever is signed in was denied something; other errors are no business of its. */
export async function noteDenied(error: GatehouseError): Promise<void> {
  const actor = error.code === 'not-allowed' ? await currentActorOrNull() : null
  if (actor) await recordDenied(getPlatform(), actor, error)
}
