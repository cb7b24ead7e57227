import { z } from 'zod'
import type { Prisma } from '@/prisma/client'
import { requirePermitted } from '../access/decide'
import { readRoles } from '../access/role-rows'
import { labelOf, type Role, type RoleLabel } from '../access/roles'
import type { Scope } from '../access/scopes'
import type { UserActor } from '../actor'
import { listQuerySchema, type Page, parseInput } from '../list'
import type { Platform } from '../platform'
import { searchWords } from '../text'
import { keysOf, kindOf, refusalOf, scopesOf } from './api-token-use'
import { maxTokens } from './api-tokens'
import { type TokenKind, tokenKinds } from './token-format'

/** A token as lists show it. `suspended`: its owner is disabled, or a service token's may no longer make one. */
export interface TokenSummary {
  id: string
  kind: TokenKind
  name: string
  prefix: string
  ownerName: string
  /** The role it acts in: its owner's, or a service token's own. */
  role: RoleLabel
  scopes: Scope[]
  state: 'active' | 'expired' | 'revoked' | 'suspended'
  createdAt: Date
  expiresAt: Date
  lastUsedAt: Date | null
  lastUsedAddress: string | null
}

export const tokenListStates = ['active', 'expired', 'revoked'] as const

export const tokenListQuery = listQuerySchema(['name', 'createdAt', 'expiresAt', 'lastUsedAt'], {
  sort: 'createdAt',
  dir: 'desc',
}).extend({
  kind: z.enum(tokenKinds).optional(),
  /** Those that go on, unless it says otherwise. */
  state: z.enum(tokenListStates).default('active'),
})

const select = {
  id: true,
  kind: true,
  name: true,
  prefix: true,
  userId: true,
  role: true,
  scopes: true,
  createdAt: true,
  expiresAt: true,
  revokedAt: true,
  lastUsedAt: true,
  lastUsedAddress: true,
  user: { select: { name: true, role: true, disabledAt: true } },
} as const satisfies Prisma.ApiTokenSelect

/**
 * One's own personal tokens, newest first; those that were revoked are gone. For everyone, as one's own browsers are: whoever may
 * make none any more may still have some to revoke.
 */
export async function listOwnTokens(platform: Platform, actor: UserActor): Promise<TokenSummary[]> {
  const rows = await platform.db.apiToken.findMany({
    where: { userId: actor.id, kind: 'personal', revokedAt: null },
    select,
    orderBy: [{ createdAt: 'desc' }, { id: 'asc' }],
    take: 2 * maxTokens,
  })
  return summariesOf(platform, rows)
}

/** One page of everyone's tokens, by name or owner. Throws `invalid-input` for a filter or sort that is not on the list. */
export async function listTokens(platform: Platform, actor: UserActor, query: unknown): Promise<Page<TokenSummary>> {
  requirePermitted(actor, 'token.manage', platform.config.access)
  const { q, sort, dir, page, pageSize, kind, state } = parseInput(tokenListQuery, query)
  const now = new Date()
  const where: Prisma.ApiTokenWhereInput = {
    AND: searchWords(q).map((word) => ({
      OR: [{ nameKey: { contains: word } }, { user: { nameKey: { contains: word } } }],
    })),
    ...(kind ? { kind } : {}),
    ...(state === 'revoked' ? { revokedAt: { not: null } } : { revokedAt: null }),
    ...(state === 'active' ? { expiresAt: { gt: now } } : {}),
    ...(state === 'expired' ? { expiresAt: { lte: now } } : {}),
  }
  const [total, rows] = await Promise.all([
    platform.db.apiToken.count({ where }),
    platform.db.apiToken.findMany({
      where,
      select,
      orderBy: [sort === 'name' ? { nameKey: dir } : { [sort]: dir }, { id: 'asc' }],
      skip: (page - 1) * pageSize,
      take: pageSize,
    }),
  ])
  return { rows: await summariesOf(platform, rows), total, page, pageSize }
}

type Row = Prisma.ApiTokenGetPayload<{ select: typeof select }>

async function summariesOf(platform: Platform, rows: Row[]): Promise<TokenSummary[]> {
  const roleOf = await readRoles(platform.db, rows.flatMap(keysOf))
  return rows.map((row) => summaryOf(platform, row, roleOf))
}

function summaryOf(platform: Platform, row: Row, roleOf: (key: string) => Role): TokenSummary {
  const { id, name, prefix, createdAt, expiresAt, lastUsedAt, lastUsedAddress, user } = row
  const refusal = refusalOf(platform, row, roleOf)
  return {
    id,
    kind: kindOf(row.kind),
    name,
    prefix,
    ownerName: user.name,
    role: labelOf(roleOf(row.role ?? user.role)),
    scopes: scopesOf(row.scopes),
    state: refusal === null ? 'active' : refusal === 'revoked' || refusal === 'expired' ? refusal : 'suspended',
    createdAt,
    expiresAt,
    lastUsedAt,
    lastUsedAddress,
  }
}
