import type { Actor, UserActor } from '../actor'
import { GatehouseError } from '../errors'
import { type Action, type Role, sensitiveActions } from './roles'
import { type Scope, scopeActions, scopes, scopesHold } from './scopes'

/** The settings that the decision reads. */
export interface AccessPolicy {
  /** The least role that may use quick connect. */
  quickConnect: 'off' | 'administrators' | 'operators'
  /** The least role that may accept a host key that was never seen. */
  acceptHostKeys: 'administrators' | 'operators'
  /** How old the last proof may be at a sensitive action, in milliseconds; 0: however old. */
  stepUpMs: number
}

export interface Decision {
  allowed: boolean
  /** Why, as a stable code for the audit event and the page. */
  reason: 'role-allows' | 'role-forbids' | 'setting-forbids' | 'scope-forbids' | 'not-signed-in' | 'console'
}

const byRole: Record<Role, ReadonlySet<Action>> = {
  administrator: new Set<Action>([
    'host.list',
    'host.edit',
    'credential.list',
    'credential.edit',
    'session.open',
    'session.quick-connect',
    'session.view-own',
    'session.view-all',
    'session.export',
    'recording.view',
    'session.end-own',
    'session.end-any',
    'host-key.accept',
    'host-key.replace',
    'audit.view',
    'audit.export',
    'user.list',
    'user.edit',
    'group.list',
    'group.edit',
    'snippet.view',
    'grant.list',
    'grant.edit',
    'request.ask',
    'request.view-all',
    'request.review',
    'snippet.edit-own',
    'snippet.edit-shared',
    'token.make-own',
    'token.manage',
  ]),
  operator: new Set<Action>([
    'host.list',
    'session.open',
    'session.quick-connect',
    'session.view-own',
    'recording.view',
    'session.end-own',
    'host-key.accept',
    'snippet.view',
    'request.ask',
    'snippet.edit-own',
    'token.make-own',
  ]),
  auditor: new Set<Action>([
    'session.view-all',
    'session.view-own',
    'session.export',
    'recording.view',
    'audit.view',
    'audit.export',
    'group.list',
    'snippet.view',
    'grant.list',
    'request.view-all',
    'request.review',
    'snippet.edit-own',
    'token.make-own',
  ]),
}

/**
 * The one function that decides. Pure: the same actor, action and policy give the same answer. Default: no.
 * Every way in (page, socket event, API, command line) asks it, on each action.
 */
export function decide(actor: Actor, action: Action, policy: AccessPolicy): Decision {
  if (actor.kind === 'console' || actor.kind === 'system') return { allowed: true, reason: 'console' }
  if (actor.kind === 'anonymous') return { allowed: false, reason: 'not-signed-in' }
  if (!byRole[actor.role].has(action)) return { allowed: false, reason: 'role-forbids' }
  // A token does what both its role and its scopes allow, whoever's it is.
  if (actor.token && !scopesHold(actor.token.scopes, action)) return { allowed: false, reason: 'scope-forbids' }
  if (actor.role === 'administrator' && action !== 'session.quick-connect') {
    return { allowed: true, reason: 'role-allows' }
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
export function scopesOfRole(role: Role): Scope[] {
  return scopes.filter((scope) => scopeActions(scope).some((action) => byRole[role].has(action)))
}

/** Whether a role allows an action at all, settings aside. */
export function mayDo(role: Role, action: Action): boolean {
  return byRole[role].has(action)
}

function settingAllows(setting: 'off' | 'administrators' | 'operators', role: Role): boolean {
  if (setting === 'off') return false
  return role === 'administrator' || setting === 'operators'
}

/**
 * Throws `not-allowed` (or `not-signed-in`) unless {@link decide} says yes, and `step-up-required` at a sensitive action when
 * the last proof is too old: whoever sits at a browser that was left signed in is asked who they are. A token has nobody to
 * ask; its scopes say what it may do.
 */
export function requireAllowed(actor: Actor, action: Action, policy: AccessPolicy): void {
  requirePermitted(actor, action, policy)
  if (actor.kind !== 'user' || actor.token || !sensitiveActions.has(action)) return
  requireFreshProof(actor, action, policy)
}

/** Throws `step-up-required` when the last proof is too old: also for what everyone may do with their own account. */
export function requireFreshProof(actor: Pick<UserActor, 'provenAt'>, action: string, policy: AccessPolicy): void {
  // Asked this way round, an age that isn't known is too old.
  const recent = policy.stepUpMs === 0 || Date.now() - actor.provenAt <= policy.stepUpMs
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
