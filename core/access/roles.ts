export const builtInRoles = ['administrator', 'operator', 'auditor'] as const
export type BuiltInRole = (typeof builtInRoles)[number]

/** How a role is called: a built-in one by the catalogue (`nav.role.<key>`), a custom one by its name. */
export type RoleLabel = { key: BuiltInRole; name: null } | { key: string; name: string }

/** A role as the audit log names it. */
export function titleOf({ key, name }: RoleLabel): string {
  return name ?? key
}

/** What of a role is shown where it is only named. */
export function labelOf({ key, name }: RoleLabel): RoleLabel {
  // One of the two, as it came in.
  return { key, name } as RoleLabel
}

/** A named set of permissions. `key` is what a user's row holds: a built-in role's name, or a custom role's id. */
export type Role = RoleLabel & {
  /** A list, so that an actor survives being sent to another process as JSON. */
  permissions: readonly Action[]
  /** Whether its holders must have a second factor, beside what the setting demands. */
  secondFactor: boolean
}

/** Everything that can be asked of {@link file://./decide.ts decide}. */
export const actions = [
  'host.list',
  'host.edit',
  'host-group.list',
  'host-group.edit',
  'credential.list',
  'credential.edit',
  'credential.edit-own',
  'session.open',
  'session.quick-connect',
  'session.view-own',
  'session.view-all',
  'session.export',
  'session.end-own',
  'session.end-any',
  'recording.view',
  'host-key.accept',
  'host-key.replace',
  'audit.view',
  'audit.export',
  'user.list',
  'user.edit',
  'group.list',
  'group.edit',
  'role.list',
  'role.edit',
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
] as const
export type Action = (typeof actions)[number]

/** Actions that ask whoever does them to prove again who they are, when the last proof is too old: GATEHOUSE_STEP_UP_MINUTES. */
export const sensitiveActions: ReadonlySet<Action> = new Set<Action>([
  'audit.export',
  'session.export',
  'user.edit',
  'group.edit',
  'host-group.edit',
  'role.edit',
  'grant.edit',
  'request.review',
  'token.make-own',
  'token.manage',
])

/** Reading who holds what: sensitive where GATEHOUSE_STEP_UP_READING is on. */
export const sensitiveReading: ReadonlySet<Action> = new Set<Action>(['grant.list', 'role.list'])
