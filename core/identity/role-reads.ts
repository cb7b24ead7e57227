import type { Prisma } from '@/prisma/client'
import { builtInRole } from '../access/built-in-roles'
import { decide, requireAllowed, requirePermitted, scopesOfRole } from '../access/decide'
import { allRoles, roleOf } from '../access/role-rows'
import { type Action, type BuiltInRole, builtInRoles, labelOf, type Role, type RoleLabel } from '../access/roles'
import type { Scope } from '../access/scopes'
import { isWithin, requireWithin } from '../access/within'
import type { Actor } from '../actor'
import { GatehouseError } from '../errors'
import { type Page, parseInput } from '../list'
import type { Platform } from '../platform'
import { foldKey, searchWords } from '../text'
import { holderListQuery, roleListQuery } from './role-input'

/** A role as lists show it. */
export interface RoleSummary {
  role: Role
  /** Empty for a built-in role: the catalogue describes those. */
  description: string
  /** How many people have it, disabled ones too, and how many service tokens that go on. */
  people: number
  tokens: number
  /** Whether whoever asked may change it: it isn't built in, and permits nothing beyond their own. */
  editable: boolean
  /** Null for a built-in role. */
  updatedAt: Date | null
}

/** Someone who has a role. */
export interface RoleHolder {
  id: string
  name: string
  disabled: boolean
  lastSignInAt: Date | null
}

/** What a built-in role is called and how it is described in the reader's language: the list is searched and sorted by it. */
export type BuiltInWords = Record<BuiltInRole, { name: string; description: string }>

/**
 * One page of the roles, the built-in ones among them. There are few: they are searched and sorted here. Throws `not-allowed`,
 * `invalid-input`.
 */
export async function listRoles(
  platform: Platform,
  actor: Actor,
  query: unknown,
  words: BuiltInWords,
): Promise<Page<RoleSummary>> {
  requireAllowed(actor, 'role.list', platform.config.access)
  const { q, sort, dir, page, pageSize } = parseInput(roleListQuery, query)
  const wordsOf = ({ role, description }: RoleSummary) =>
    role.name === null ? words[role.key] : { name: role.name, description }
  const found = (await summaries(platform, actor)).filter((one) => {
    const { name, description } = wordsOf(one)
    const text = foldKey(`${name}\n${description}`)
    return searchWords(q).every((word) => text.includes(word))
  })
  const size = {
    permissions: ({ role }: RoleSummary) => role.permissions.length,
    holders: ({ people, tokens }: RoleSummary) => people + tokens,
    updatedAt: ({ updatedAt }: RoleSummary) => updatedAt?.getTime() ?? 0,
  }
  const byName = (a: RoleSummary, b: RoleSummary) => wordsOf(a).name.localeCompare(wordsOf(b).name)
  const rows = found.toSorted((a, b) => {
    const order = sort === 'name' ? byName(a, b) : size[sort](a) - size[sort](b)
    return (dir === 'asc' ? order : -order) || byName(a, b)
  })
  return { rows: rows.slice((page - 1) * pageSize, page * pageSize), total: rows.length, page, pageSize }
}

/** One role. Throws `not-allowed`, `not-found`. */
export async function getRole(platform: Platform, actor: Actor, key: string): Promise<RoleSummary> {
  requireAllowed(actor, 'role.list', platform.config.access)
  const found = (await summaries(platform, actor)).find(({ role }) => role.key === key)
  if (!found) throw new GatehouseError('not-found', { what: 'role' })
  return found
}

/** A custom role as its form shows it. */
export interface EditableRole {
  name: string
  description: string
  permissions: readonly Action[]
  secondFactor: boolean
  updatedAt: Date
}

/**
 * A custom role, for whoever may change it; who has it isn't told. Throws `not-allowed`, `beyond-own-role`, and `not-found` for a
 * built-in one too.
 */
export async function roleToEdit(platform: Platform, actor: Actor, id: string): Promise<EditableRole> {
  requirePermitted(actor, 'role.edit', platform.config.access)
  const row = await platform.db.customRole.findUnique({ where: { id } })
  if (!row) throw new GatehouseError('not-found', { what: 'role' })
  const role = roleOf(row)
  requireWithin(actor, role)
  const { name, description, secondFactor, updatedAt } = row
  return { name, description, permissions: role.permissions, secondFactor, updatedAt }
}

/** Every role, for a new one to begin as a copy of. Throws `not-allowed`. */
export async function roleTemplates(platform: Platform, actor: Actor): Promise<Role[]> {
  requirePermitted(actor, 'role.edit', platform.config.access)
  return allRoles(platform.db)
}

/** One page of who has a role. Throws `not-allowed`, `invalid-input`. */
export async function listHolders(
  platform: Platform,
  actor: Actor,
  key: string,
  query: unknown,
): Promise<Page<RoleHolder>> {
  requireAllowed(actor, 'role.list', platform.config.access)
  const { q, sort, dir, page, pageSize } = parseInput(holderListQuery, query)
  const where: Prisma.UserWhereInput = {
    role: key,
    AND: searchWords(q).map((word) => ({ nameKey: { contains: word } })),
  }
  const [total, rows] = await Promise.all([
    platform.db.user.count({ where }),
    platform.db.user.findMany({
      where,
      select: { id: true, name: true, disabledAt: true, lastSignInAt: true },
      orderBy: [sort === 'name' ? { nameKey: dir } : { lastSignInAt: dir }, { id: 'asc' }],
      skip: (page - 1) * pageSize,
      take: pageSize,
    }),
  ])
  const holders = rows.map(({ disabledAt, ...row }) => ({ ...row, disabled: disabledAt !== null }))
  return { rows: holders, total, page, pageSize }
}

/** A role to choose. */
export interface RoleChoice {
  label: RoleLabel
  description: string
  /** The scopes with which a token of this role can do anything. */
  scopes: Scope[]
  /** Whether whoever asked may give it. */
  givable: boolean
}

/**
 * Every role, to be filtered by or chosen, for whoever works with people, tokens or roles. Throws `not-allowed` for others.
 */
export async function roleChoices(platform: Platform, actor: Actor): Promise<RoleChoice[]> {
  const { access } = platform.config
  const may = (['role.list', 'user.list', 'user.edit', 'token.manage'] as const).some(
    (action) => decide(actor, action, access).allowed,
  )
  if (!may) throw new GatehouseError('not-allowed', { action: 'role.list', reason: 'role-forbids' })
  const described = new Map(
    (await platform.db.customRole.findMany({ select: { id: true, description: true } })).map((row) => [row.id, row]),
  )
  return (await allRoles(platform.db)).map((role) => ({
    label: labelOf(role),
    description: described.get(role.key)?.description ?? '',
    scopes: scopesOfRole(role),
    givable: isWithin(actor, role),
  }))
}

async function summaries({ db }: Platform, actor: Actor): Promise<RoleSummary[]> {
  const [rows, people, tokens] = await Promise.all([
    db.customRole.findMany(),
    db.user.groupBy({ by: ['role'], _count: true }),
    db.apiToken.groupBy({
      by: ['role'],
      where: { role: { not: null }, revokedAt: null, expiresAt: { gt: new Date() } },
      _count: true,
    }),
  ])
  const countIn = (counts: { role: string | null; _count: number }[], key: string) =>
    counts.find(({ role }) => role === key)?._count ?? 0
  const held = (key: string) => ({ people: countIn(people, key), tokens: countIn(tokens, key) })
  const builtIn = builtInRoles.map((key) => ({
    role: builtInRole(key),
    description: '',
    ...held(key),
    editable: false,
    updatedAt: null,
  }))
  const custom = rows.map((row) => ({
    role: roleOf(row),
    description: row.description,
    ...held(row.id),
    editable: isWithin(actor, roleOf(row)),
    updatedAt: row.updatedAt,
  }))
  return [...builtIn, ...custom]
}
