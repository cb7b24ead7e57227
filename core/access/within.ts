import type { Actor } from '../actor'
import { GatehouseError } from '../errors'
import { isAdministrator } from './built-in-roles'
import type { Action, Role } from './roles'

/**
 * Whether whoever acts may give this role, or act on someone who has it: it permits nothing that their own doesn't. The
 * administrators' can more than its permissions say (settings, approvals name it), so it is an administrator's alone to give.
 * The console's word is an administrator's. Pure.
 */
export function isWithin(actor: Actor, role: Role): boolean {
  return beyond(actor, role) === null
}

/**
 * Throws `beyond-own-role` unless {@link isWithin}: nobody hands on what they don't hold, nor takes it from those who do. So
 * however people who are no administrators act together, they end up with no permission that none of them had.
 */
export function requireWithin(actor: Actor, role: Role): void {
  const missing = beyond(actor, role)
  if (missing !== null) throw new GatehouseError('beyond-own-role', { permission: missing })
}

/** What a role permits beyond the actor's own: one permission, or the administrators' own standing; null: nothing. */
function beyond(actor: Actor, role: Role): Action | 'administrator' | null {
  if (actor.kind === 'console' || actor.kind === 'system') return null
  const own = actor.kind === 'user' ? actor.role : null
  if (own && isAdministrator(own)) return null
  if (isAdministrator(role)) return 'administrator'
  return role.permissions.find((action) => !own?.permissions.includes(action)) ?? null
}
