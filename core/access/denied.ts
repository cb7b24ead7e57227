import type { RemoteActor } from '../actor'
import { recordAudit } from '../audit/append'
import { type ErrorCode, toGatehouseError } from '../errors'
import type { Platform } from '../platform'

/** The errors that say that someone may not do what they asked for. */
const denials: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['not-allowed', 'no-access', 'beyond-own-role'])

/**
 * What someone who is signed in tried and may not is an event: the one trace that a denied request leaves. Does nothing for an
 * error of another kind. Never rejects: a denial that can't be recorded is logged, and stays a denial.
 */
export async function recordDenied(platform: Platform, actor: RemoteActor, error: unknown): Promise<void> {
  const { code, params } = toGatehouseError(error)
  if (!denials.has(code)) return
  try {
    await recordAudit(platform.db, { actor, action: 'access.denied', outcome: 'denied', detail: params })
  } catch (failure) {
    platform.log.error({ err: failure }, 'a denied request cannot be recorded')
  }
}
