import { getTranslations } from 'next-intl/server'
import { nameOfRole } from '@/components/roles/name'
import { builtInRoles, type RoleLabel } from '@/core/access/roles'
import type { Scope } from '@/core/access/scopes'
import type { BuiltInWords, RoleChoice } from '@/core/identity/role-reads'
import { roleChoices } from '@/core/identity/role-reads'
import { getPlatform } from './platform'
import { currentActor } from './request'

/** For pages that are rendered on the server: how a role is called in the reader's language. */
export async function getRoleName(): Promise<(role: RoleLabel) => string> {
  const t = await getTranslations('nav.role')
  return (role) => nameOfRole(role, t)
}

/** What the built-in roles are called, and what they are for. */
export async function builtInWords(): Promise<BuiltInWords> {
  const [name, hint] = await Promise.all([getTranslations('nav.role'), getTranslations('users.roleHint')])
  const words = builtInRoles.map((key) => [key, { name: name(key), description: hint(key) }] as const)
  // One entry a built-in role, which the compiler can't see.
  return Object.fromEntries(words) as BuiltInWords
}

/** A role to choose, in the reader's words. */
export interface NamedChoice {
  value: string
  label: string
  hint: string
  scopes: Scope[]
  givable: boolean
}

/** Every role there is, the built-in ones first. Throws `not-allowed` for whom it is no business. */
export async function namedChoices(): Promise<NamedChoice[]> {
  const [choices, words] = await Promise.all([roleChoices(getPlatform(), await currentActor()), builtInWords()])
  return choices.map(({ label, description, scopes, givable }: RoleChoice) => {
    const { name, description: hint } = label.name === null ? words[label.key] : { name: label.name, description }
    return { value: label.key, label: name, hint, scopes, givable }
  })
}
