import { type Action, actions, type BuiltInRole, builtInRoles, type Role } from './roles'

const permissionsOf: Record<BuiltInRole, readonly Action[]> = {
  administrator: actions,
  operator: [
    'host.list',
    'credential.edit-own',
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
  ],
  auditor: [
    'session.view-all',
    'session.view-own',
    'session.export',
    'recording.view',
    'audit.view',
    'audit.export',
    'group.list',
    'host-group.list',
    'role.list',
    'snippet.view',
    'grant.list',
    'request.view-all',
    'request.review',
    'snippet.edit-own',
    'token.make-own',
  ],
}

/** A role that is there in every installation and that nobody changes. Whether it needs a second factor is a setting's word. */
export function builtInRole(key: BuiltInRole): Role {
  return { key, name: null, permissions: permissionsOf[key], secondFactor: false }
}

export function isBuiltIn(key: string): key is BuiltInRole {
  return builtInRoles.some((known) => known === key)
}

/** The one role that may be given by its holders alone, and of which one holder must be left. */
export function isAdministrator({ key }: Pick<Role, 'key'>): boolean {
  return key === 'administrator'
}
