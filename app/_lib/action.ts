import { unstable_rethrow } from 'next/navigation'
import { type ErrorCode, type ErrorParams, type FieldErrors, GatehouseError, toGatehouseError } from '@/core/errors'
import { noteDenied } from './denied'
import { getPlatform } from './platform'

/** What a form's action answers: the value, or what to show, where. */
export type ActionResult<T = null> =
  | { ok: true; value: T }
  | { ok: false; error: { code: ErrorCode; params: ErrorParams; fields: FieldErrors } }

/** Runs a server action's work and turns what it throws into something the form can show; what is our fault is logged. */
export async function answer<T>(work: () => Promise<T>): Promise<ActionResult<T>> {
  try {
    return { ok: true, value: await work() }
  } catch (error) {
    unstable_rethrow(error)
    const known = toGatehouseError(error)
    const { code, params, fields, cause } = known
    await noteDenied(known)
    if (code === 'internal') getPlatform().log.error({ err: cause }, 'an action failed')
    return { ok: false, error: { code, params, fields } }
  }
}

/**
 * An id as a browser gave it: whatever an action's types say, anything may come, and a query would take an object for a
 * condition. Throws `not-found` for what can't be one.
 */
export function idOf(given: unknown): string {
  if (typeof given === 'string' && given.length <= 64) return given
  throw new GatehouseError('not-found')
}
