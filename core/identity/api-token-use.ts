import { z } from 'zod'
import type { Prisma } from '@/prisma/client'
import { decide } from '../access/decide'
import { readRoles } from '../access/role-rows'
import type { Role } from '../access/roles'
import { type Scope, scopes } from '../access/scopes'
import { isWithin } from '../access/within'
import type { TokenActor } from '../actor'
import { appendAudit, recordAudit } from '../audit/append'
import { GatehouseError } from '../errors'
import type { Platform } from '../platform'
import { inTransaction } from '../transaction'
import { takeRequest } from './request-rate'
import { hasFactor, isFactorRequired, ownFactors } from './second-factor'
import { countTokenFailure } from './throttle'
import { isApiToken, shownPrefix, type TokenKind } from './token-format'
import { hashToken } from './tokens'

/** Last use is written at most this often: it is read by people. */
const seenEveryMs = 60_000

const withOwner = {
  user: {
    select: { name: true, role: true, disabledAt: true, ...ownFactors },
  },
} as const satisfies Prisma.ApiTokenInclude

type Row = Prisma.ApiTokenGetPayload<{ include: typeof withOwner }>

/** Why a token opens nothing. For the audit log: whoever shows it is told the same each time. */
export type Refusal = 'malformed' | 'unknown' | 'revoked' | 'expired' | 'owner-disabled' | 'owner-demoted'

/**
 * Who acts with this token, read afresh at each request: its owner's role now, or a service token's own. Throws `token-invalid`
 * for one that is malformed, unknown, revoked, expired, or whose owner is disabled (a service token's: no longer who may make
 * such a one), `too-many-requests` after too many of those from an address or too many requests with one token, and
 * `enrolment-required` where its owner must set up a second factor first: has none here, and made it in a web session for
 * which the identity provider vouched for none.
 */
export async function resolveApiToken(platform: Platform, token: string, clientAddress: string): Promise<TokenActor> {
  const row = isApiToken(token)
    ? // Looking it up by its hash leaks nothing by time.
      await platform.db.apiToken.findUnique({ where: { tokenHash: hashToken(token) }, include: withOwner })
    : null
  const roleOf = await readRoles(platform.db, row ? keysOf(row) : [])
  const refusal = row ? refusalOf(platform, row, roleOf) : isApiToken(token) ? 'unknown' : 'malformed'
  if (!row || refusal) {
    await countTokenFailure(platform, clientAddress)
    await noteRefusal(platform, token, row, refusal ?? 'unknown', clientAddress)
    throw new GatehouseError('token-invalid')
  }
  takeRequest(platform, row.id)
  // Whoever comes through the identity provider has their factor there.
  const factored = hasFactor(row.user) || row.factorByProvider === true
  if (isFactorRequired(platform.config, roleOf(row.user.role)) && !factored) {
    throw new GatehouseError('enrolment-required')
  }
  const actor = actorOf(row, roleOf, clientAddress)
  await noteUse(platform, actor, row)
  return actor
}

/** Why this token opens nothing now; null when it opens what its scopes say. `roleOf` knows the roles of {@link keysOf}. */
export function refusalOf(
  platform: Platform,
  row: Pick<Row, 'kind' | 'revokedAt' | 'expiresAt' | 'userId' | 'role'> & {
    user: Pick<Row['user'], 'role' | 'disabledAt'>
  },
  roleOf: (key: string) => Role,
): Refusal | null {
  if (row.revokedAt) return 'revoked'
  if (row.expiresAt <= new Date()) return 'expired'
  if (row.user.disabledAt) return 'owner-disabled'
  if (row.kind === 'personal') return null
  const maker = { kind: 'user', id: row.userId, name: '', webSessionId: '', provenAt: 0, clientAddress: '' } as const
  const owner = { ...maker, role: roleOf(row.user.role) }
  const may = decide(owner, 'token.manage', platform.config.access).allowed
  // What its maker couldn't give to it today it doesn't keep.
  return may && isWithin(owner, roleOf(row.role ?? '')) ? null : 'owner-demoted'
}

/** The roles that decide on a token: its owner's, and a service token's own. For `readRoles`. */
export function keysOf(row: { role: string | null; user: { role: string } }): string[] {
  return [row.user.role, row.role ?? row.user.role]
}

function actorOf(row: Row, roleOf: (key: string) => Role, clientAddress: string): TokenActor {
  const token = { id: row.id, kind: kindOf(row.kind), name: row.name, scopes: scopesOf(row.scopes) }
  return token.kind === 'service'
    ? { kind: 'user', id: row.id, name: row.name, role: roleOf(row.role ?? ''), clientAddress, token }
    : { kind: 'user', id: row.userId, name: row.user.name, role: roleOf(row.user.role), clientAddress, token }
}

export function kindOf(stored: string): TokenKind {
  return stored === 'service' ? 'service' : 'personal'
}

/** The scopes of a row; one that this version doesn't know opens nothing. */
export function scopesOf(stored: string): Scope[] {
  const names = z.array(z.string()).parse(JSON.parse(stored))
  return scopes.filter((scope) => names.includes(scope))
}

/** Writes down when and from where a token was used; from another address than the last time is an event. */
async function noteUse(platform: Platform, actor: TokenActor, row: Row): Promise<void> {
  const now = new Date()
  if (row.lastUsedAt && now.getTime() - row.lastUsedAt.getTime() <= seenEveryMs) return
  await inTransaction(platform.db, async (tx) => {
    const { count } = await tx.apiToken.updateMany({
      // Of several requests at once one writes.
      where: { id: row.id, lastUsedAt: row.lastUsedAt },
      data: { lastUsedAt: now, lastUsedAddress: actor.clientAddress },
    })
    if (count !== 1 || row.lastUsedAddress === actor.clientAddress) return
    const target = { kind: 'token' as const, id: row.id, name: row.name }
    // Null: its first use.
    const detail = { addressBefore: row.lastUsedAddress }
    await appendAudit(tx, { actor, action: 'token.use', outcome: 'success', target, detail })
  })
}

async function noteRefusal(
  platform: Platform,
  token: string,
  row: Row | null,
  reason: Refusal,
  clientAddress: string,
): Promise<void> {
  await recordAudit(platform.db, {
    // What is no token of ours may be another secret: nothing of it is kept.
    actor: { kind: 'anonymous', name: reason === 'malformed' ? '' : shownPrefix(token), clientAddress },
    action: 'token.refused',
    outcome: 'denied',
    ...(row ? { target: { kind: 'token', id: row.id, name: row.name } } : {}),
    detail: { reason },
  })
}
