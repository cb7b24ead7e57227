import { z } from 'zod'
import type { Prisma } from '@/prisma/client'
import { requireAllowed } from '../access/decide'
import type { Actor } from '../actor'
import { GatehouseError } from '../errors'
import { listQuerySchema, type Page, parseInput } from '../list'
import type { Platform } from '../platform'
import { foldKey, searchWords } from '../text'

export const credentialKinds = ['password', 'private-key'] as const
export type CredentialKind = (typeof credentialKinds)[number]

/** A credential as lists and pages see it: never the secret. */
export interface CredentialSummary {
  id: string
  name: string
  kind: CredentialKind
  /** With a private key: the public half in one line, its type and SHA256 fingerprint. */
  publicKey: string | null
  keyType: string | null
  fingerprint: string | null
  createdAt: Date
  updatedAt: Date
  lastUsedAt: Date | null
  /** How many accounts on hosts use it. */
  accounts: number
}

export const credentialListQuery = listQuerySchema(['name', 'kind', 'lastUsedAt', 'createdAt'], {
  sort: 'name',
  dir: 'asc',
}).extend({ kind: z.enum(credentialKinds).optional() })

/** Everything but what is sealed: a list never even reads it. */
export const summarySelect = {
  id: true,
  name: true,
  kind: true,
  publicKey: true,
  keyType: true,
  fingerprint: true,
  createdAt: true,
  updatedAt: true,
  lastUsedAt: true,
  _count: { select: { accounts: true } },
} as const satisfies Prisma.CredentialSelect

/** One page of the credentials. `query` as {@link credentialListQuery}; throws `invalid-input` for a sort not on its list. */
export async function listCredentials(
  platform: Platform,
  actor: Actor,
  query: unknown,
): Promise<Page<CredentialSummary>> {
  requireAllowed(actor, 'credential.list', platform.config.access)
  const { q, sort, dir, page, pageSize, kind } = parseInput(credentialListQuery, query)
  const where: Prisma.CredentialWhereInput = {
    ...(kind ? { kind } : {}),
    AND: searchWords(q).map((word) => ({ nameKey: { contains: word } })),
  }
  const [total, rows] = await Promise.all([
    platform.db.credential.count({ where }),
    platform.db.credential.findMany({
      where,
      select: summarySelect,
      orderBy: [sort === 'name' ? { nameKey: dir } : { [sort]: dir }, { id: 'asc' }],
      skip: (page - 1) * pageSize,
      take: pageSize,
    }),
  ])
  return { rows: rows.map(summaryOf), total, page, pageSize }
}

/** Every credential by name, for a select box: at most 1000. */
export async function credentialChoices(
  platform: Platform,
  actor: Actor,
): Promise<{ id: string; name: string; kind: CredentialKind }[]> {
  requireAllowed(actor, 'credential.list', platform.config.access)
  const rows = await platform.db.credential.findMany({
    select: { id: true, name: true, kind: true },
    orderBy: { nameKey: 'asc' },
    take: 1000,
  })
  return rows.map((row) => ({ ...row, kind: kindOf(row.kind) }))
}

/** One credential and the accounts that use it (at most 100). Throws `not-found`. */
export async function getCredential(
  platform: Platform,
  actor: Actor,
  id: string,
): Promise<CredentialSummary & { usedBy: { accountId: string; login: string; hostId: string; hostName: string }[] }> {
  requireAllowed(actor, 'credential.list', platform.config.access)
  const row = await platform.db.credential.findUnique({ where: { id }, select: summarySelect })
  if (!row) throw new GatehouseError('not-found', { what: 'credential' })
  const accounts = await platform.db.account.findMany({
    where: { credentialId: id },
    select: { id: true, login: true, host: { select: { id: true, name: true } } },
    orderBy: { host: { nameKey: 'asc' } },
    take: 100,
  })
  const usedBy = accounts.map(({ id: accountId, login, host }) => ({
    accountId,
    login,
    hostId: host.id,
    hostName: host.name,
  }))
  return { ...summaryOf(row), usedBy }
}

/** A credential's id by its name, in any case. Throws `not-found`. */
export async function findCredentialByName(platform: Platform, actor: Actor, name: string): Promise<string> {
  requireAllowed(actor, 'credential.list', platform.config.access)
  const row = await platform.db.credential.findUnique({ where: { nameKey: foldKey(name) }, select: { id: true } })
  if (!row) throw new GatehouseError('not-found', { what: 'credential', name })
  return row.id
}

type SummaryRow = Prisma.CredentialGetPayload<{ select: typeof summarySelect }>

/** A row as pages see it. */
export function summaryOf({ _count, kind, ...row }: SummaryRow): CredentialSummary {
  return { ...row, kind: kindOf(kind), accounts: _count.accounts }
}

/** The column's text as the type. */
export function kindOf(kind: string): CredentialKind {
  return kind === 'password' ? 'password' : 'private-key'
}
