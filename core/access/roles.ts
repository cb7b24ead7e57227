export const roles = ['administrator', 'operator', 'auditor'] as const
export type Role = (typeof roles)[number]

/** Everything that can be asked of {@link file://./decide.ts decide}. */
export const actions = [
  'host.list',
  'host.edit',
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
  'grant.edit',
  'token.make-own',
  'token.manage',
])
