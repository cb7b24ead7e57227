import type { Actor } from '../actor'
import { GatehouseError } from '../errors'
import type { Action, Role } from './roles'

/** The settings that the decision reads. */
export interface AccessPolicy {
  /** The least role that may use quick connect. */
  quickConnect: 'off' | 'administrators' | 'operators'
  /** The least role that may accept a host key that was never seen. */
  acceptHostKeys: 'administrators' | 'operators'
}

export interface Decision {
  allowed: boolean
  /** Why, as a stable code for the audit event and the page. */
  reason: 'role-allows' | 'role-forbids' | 'setting-forbids' | 'not-signed-in' | 'console'
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
    'grant.list',
    'grant.edit',
    'request.ask',
    'request.view-all',
    'request.review',
    'snippet.edit-own',
    'snippet.edit-shared',
  ]),
  operator: new Set<Action>([
    'host.list',
    'session.open',
    'session.quick-connect',
    'session.view-own',
    'session.end-own',
    'host-key.accept',
    'request.ask',
    'snippet.edit-own',
  ]),
  auditor: new Set<Action>([
    'session.view-all',
    'session.view-own',
    'session.export',
    'audit.view',
    'audit.export',
    'group.list',
    'grant.list',
    'request.view-all',
    'request.review',
    'snippet.edit-own',
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

/** Whether a role allows an action at all, settings aside. */
export function mayDo(role: Role, action: Action): boolean {
  return byRole[role].has(action)
}

function settingAllows(setting: 'off' | 'administrators' | 'operators', role: Role): boolean {
  if (setting === 'off') return false
  return role === 'administrator' || setting === 'operators'
}

/** Throws `not-allowed` (or `not-signed-in`) unless {@link decide} says yes. */
export function requireAllowed(actor: Actor, action: Action, policy: AccessPolicy): void {
  const decision = decide(actor, action, policy)
  if (decision.allowed) return
  throw new GatehouseError(decision.reason === 'not-signed-in' ? 'not-signed-in' : 'not-allowed', {
    action,
    reason: decision.reason,
  })
}
