import type { Action } from './roles'

/** The permissions by what they are about, in the order in which pages show them. Each action is in exactly one group. */
export const permissionGroups = {
  hosts: ['host.list', 'host.edit', 'host-group.list', 'host-group.edit', 'host-key.accept', 'host-key.replace'],
  credentials: ['credential.list', 'credential.edit', 'credential.edit-own'],
  sessions: [
    'session.open',
    'session.quick-connect',
    'session.view-own',
    'session.end-own',
    'recording.view',
    'session.view-all',
    'session.end-any',
    'session.export',
  ],
  access: ['request.ask', 'request.view-all', 'request.review', 'grant.list', 'grant.edit'],
  people: ['user.list', 'user.edit', 'group.list', 'group.edit', 'role.list', 'role.edit'],
  snippets: ['snippet.view', 'snippet.edit-own', 'snippet.edit-shared'],
  tokens: ['token.make-own', 'token.manage'],
  audit: ['audit.view', 'audit.export'],
} as const satisfies Record<string, readonly Action[]>

export type PermissionGroup = keyof typeof permissionGroups
