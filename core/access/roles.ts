export const roles = ['administrator', 'operator', 'auditor'] as const
export type Role = (typeof roles)[number]

/** Everything that can be asked of {@link file://./decide.ts decide}. */
export const actions = [
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
] as const
export type Action = (typeof actions)[number]
