import { useTranslations } from 'next-intl'
import type { BuiltInRole, RoleLabel } from '@/core/access/roles'

/** How a role is called, by the words for the built-in ones. */
export function nameOfRole(role: RoleLabel, builtIn: (key: BuiltInRole) => string): string {
  return role.name === null ? builtIn(role.key) : role.name
}

/** The same in the reader's language: a custom role's name, or the catalogue's word for a built-in one. */
export function useRoleName(): (role: RoleLabel) => string {
  const t = useTranslations('nav.role')
  return (role) => nameOfRole(role, t)
}
