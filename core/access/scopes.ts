import type { Action } from './roles'

/** What a token may be made for. Each can only be read: nothing that is changed, opened or ended is in any of them. */
const actionsOf = {
  'hosts:read': ['host.list'],
  'sessions:read': ['session.view-own', 'session.view-all'],
  'recordings:read': ['session.view-own', 'session.view-all', 'recording.view', 'session.export'],
  'snippets:read': ['snippet.view'],
  'audit:read': ['audit.view', 'audit.export'],
  'users:read': ['user.list'],
} as const satisfies Record<string, readonly Action[]>

export type Scope = keyof typeof actionsOf

// An object's keys are strings to TypeScript; the table has every scope and nothing else.
export const scopes = Object.keys(actionsOf) as Scope[]

/** The actions that a scope stands for. */
export function scopeActions(scope: Scope): readonly Action[] {
  return actionsOf[scope]
}

/** Whether one of these scopes holds the action. */
export function scopesHold(held: readonly Scope[], action: Action): boolean {
  return held.some((scope) => scopeActions(scope).includes(action))
}
