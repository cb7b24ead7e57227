import type { Actor } from '../actor'
import { GatehouseError } from '../errors'
import { isAdministrator } from './built-in-roles'
import { type Action, type Role, sensitiveActions, sensitiveReading } from './roles'
import { type Scope, scopeActions, scopes, scopesHold } from './scopes'

/** The settings that the decision reads. */
export interface AccessPolicy {
  /** Who may use quick connect: nobody, the administrators, or every role that has the permission. */
  quickConnect: 'off' | 'administrators' | 'operators'
  /** Who may accept a host key that was never seen: the administrators, or every role that has the permission. */
  acceptHostKeys: 'administrators' | 'operators'
  /** How old the last proof may be at a sensitive action, in milliseconds; 0: however old. */
  stepUpMs: number
  /** Whether reading who holds what ({@link sensitiveReading}) is a sensitive action too. */
  stepUpReading: boolean
  /** Whether people may keep credentials of their own, and use them. */
  personalCredentials: boolean
}

export interface Decision {
  allowed: boolean
  /** Why, as a stable code for the audit event and the page. */
  reason: 'role-allows' | 'role-forbids' | 'setting-forbids' | 'scope-forbids' | 'not-signed-in' | 'console'
}

/**
 * The one function that decides. Pure: the same actor, action and policy give the same answer. Default: no.
 * Every way in (page, socket event, API, command line) asks it, on each action.
 */
export function decide(actor: Actor, action: Action, policy: AccessPolicy): Decision {
  if (actor.kind === 'console' || actor.kind === 'system') return { allowed: true, reason: 'console' }
  if (actor.kind === 'anonymous') return { allowed: false, reason: 'not-signed-in' }
  if (!mayDo(actor.role, action)) return { allowed: false, reason: 'role-forbids' }
  // A token does what both its role and its scopes allow, whoever's it is.
  if (actor.token && !scopesHold(actor.token.scopes, action)) return { allowed: false, reason: 'scope-forbids' }
  if (action === 'credential.edit-own' && !policy.personalCredentials) {
    return { allowed: false, reason: 'setting-forbids' }
  }
  if (action === 'session.quick-connect' && !settingAllows(policy.quickConnect, actor.role)) {
    return { allowed: false, reason: 'setting-forbids' }
  }
  if (action === 'host-key.accept' && !settingAllows(policy.acceptHostKeys, actor.role)) {
    return { allowed: false, reason: 'setting-forbids' }
  }
  return { allowed: true, reason: 'role-allows' }
}

/** The scopes with which a token of this role can do anything at all. */
export function scopesOfRole(role: Pick<Role, 'permissions'>): Scope[] {
  return scopes.filter((scope) => scopeActions(scope).some((action) => mayDo(role, action)))
}

/** Whether a role allows an action at all, settings aside. */
export function mayDo(role: Pick<Role, 'permissions'>, action: Action): boolean {
  return role.permissions.includes(action)
}

function settingAllows(setting: 'off' | 'administrators' | 'operators', role: Role): boolean {
  if (setting === 'off') return false
  return isAdministrator(role) || setting === 'operators'
}

/**
 * Throws `not-allowed` (or `not-signed-in`) unless {@link decide} says yes, and `step-up-required` at a sensitive action when
 * the last proof is too old: whoever sits at a browser that was left signed in is asked who they are. A token has nobody to
 * ask; its scopes say what it may do.
 */
export function requireAllowed(actor: Actor, action: Action, policy: AccessPolicy): void {
  requirePermitted(actor, action, policy)
  if (asksForProof(action, policy)) requireRecentProof(actor, action, policy)
}

/** Whether an action asks for a recent proof. */
export function asksForProof(action: Action, { stepUpReading }: AccessPolicy): boolean {
  return sensitiveActions.has(action) || (stepUpReading && sensitiveReading.has(action))
}

/**
 * Throws `step-up-required` when the last proof is too old: for what isn't a permission of a role, such as an approver's
 * answer to a request, or what everyone may do with their own account.
 */
export function requireRecentProof(actor: Actor, action: string, policy: AccessPolicy): void {
  if (actor.kind !== 'user' || actor.token || policy.stepUpMs === 0) return
  // Asked this way round, an age that isn't known is too old.
  const recent = Date.now() - actor.provenAt <= policy.stepUpMs
  if (!recent) throw new GatehouseError('step-up-required', { action })
}

/** The same without asking for a proof: for pages that lead to an action and do nothing yet. */
export function requirePermitted(actor: Actor, action: Action, policy: AccessPolicy): void {
  const decision = decide(actor, action, policy)
  if (decision.allowed) return
  throw new GatehouseError(decision.reason === 'not-signed-in' ? 'not-signed-in' : 'not-allowed', {
    action,
    reason: decision.reason,
  })
}
