import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { Tx } from '@/prisma/client'
import { decide, requireAllowed, scopesOfRole } from '../access/decide'
import { readRole } from '../access/role-rows'
import { type Role, titleOf } from '../access/roles'
import { type Scope, scopes } from '../access/scopes'
import { requireWithin } from '../access/within'
import type { UserActor } from '../actor'
import { appendAudit } from '../audit/append'
import { GatehouseError } from '../errors'
import { parseInput } from '../list'
import type { Platform } from '../platform'
import { foldKey, nameSchema } from '../text'
import { inTransaction, takeTurn } from '../transaction'
import { givableRole, roleKeyInput, standing } from './role-given'
import { newApiToken, shownPrefix, type TokenKind } from './token-format'
import { hashToken } from './tokens'

/** So many tokens that have not ended a person may have. */
export const maxTokens = 50
const dayMs = 86_400_000
/** How long a token that has ended is still known by name when someone shows it. */
const rememberMs = 90 * dayMs

/** A token that was just made: the one time that it is shown. */
export interface NewApiToken {
  id: string
  name: string
  token: string
}

const tokenInput = (maxDays: number) =>
  z.object({
    name: nameSchema,
    scopes: z.array(z.enum(scopes, 'field:invalid')).min(1, 'field:scope-needed').max(scopes.length),
    days: z.coerce.number('field:out-of-range').int().min(1, 'field:out-of-range').max(maxDays, 'field:out-of-range'),
  })
const roleInput = z.object({ role: roleKeyInput })

/**
 * Makes a token for oneself: `name`, `scopes`, and in how many `days` it ends. It does what its owner may and its scopes name.
 * Throws `not-allowed`, `invalid-input`, also for a scope that the role has no use for, `limit-reached`.
 */
export async function createPersonalToken(platform: Platform, actor: UserActor, input: unknown): Promise<NewApiToken> {
  requireAllowed(actor, 'token.make-own', platform.config.access)
  return createToken(platform, actor, 'personal', input, async () => actor.role)
}

/**
 * Makes a token for a program, with a `role` of its own. Throws as {@link createPersonalToken}, and `beyond-own-role` for a
 * role that permits more than one's own.
 */
export async function createServiceToken(platform: Platform, actor: UserActor, input: unknown): Promise<NewApiToken> {
  requireAllowed(actor, 'token.manage', platform.config.access)
  const { role } = parseInput(roleInput, input)
  return createToken(platform, actor, 'service', input, async (tx) =>
    givableRole(tx, await standing(platform, tx, actor, 'token.manage'), role),
  )
}

async function createToken(
  platform: Platform,
  actor: UserActor,
  kind: TokenKind,
  input: unknown,
  roleFor: (tx: Tx) => Promise<Role>,
): Promise<NewApiToken> {
  const wanted = parseInput(tokenInput(platform.config.tokenMaxDays), input)
  const [id, token, now] = [randomUUID(), newApiToken(kind), new Date()]
  const row = {
    id,
    kind,
    name: wanted.name,
    nameKey: foldKey(wanted.name),
    tokenHash: hashToken(token),
    prefix: shownPrefix(token),
    userId: actor.id,
    scopes: JSON.stringify(scopes.filter((scope) => wanted.scopes.includes(scope))),
    createdAt: now,
    expiresAt: new Date(now.getTime() + wanted.days * dayMs),
    webSessionId: actor.webSessionId,
  }
  await inTransaction(platform.db, async (tx) => {
    await takeTurn(tx)
    const role = await roleFor(tx)
    requireUseful(wanted.scopes, role)
    await forgetEnded(tx, now)
    const living = await tx.apiToken.count({ where: { userId: actor.id, revokedAt: null, expiresAt: { gt: now } } })
    if (living >= maxTokens) throw new GatehouseError('limit-reached', { what: 'tokens', limit: maxTokens })
    const madeIn = await tx.webSession.findUnique({
      where: { id: actor.webSessionId },
      select: { factorByProvider: true },
    })
    const factorByProvider = madeIn?.factorByProvider ?? false
    await tx.apiToken.create({ data: { ...row, factorByProvider, role: kind === 'service' ? role.key : null } })
    const { name, prefix, expiresAt } = row
    await appendAudit(tx, {
      actor,
      action: 'token.create',
      outcome: 'success',
      target: { kind: 'token', id, name },
      detail: {
        after: { kind, name, prefix, role: titleOf(role), scopes: wanted.scopes, expiresAt: expiresAt.toISOString() },
      },
    })
  })
  return { id, name: wanted.name, token }
}

function requireUseful(wanted: readonly Scope[], role: Role): void {
  const useful = scopesOfRole(role)
  if (wanted.every((scope) => useful.includes(scope))) return
  throw new GatehouseError('invalid-input', { field: 'scopes' }, { scopes: 'scope-beyond-role' })
}

/** Rows of tokens that ended long ago go: a list of them would grow for ever, and the audit log has their story. */
async function forgetEnded(tx: Tx, now: Date): Promise<void> {
  const before = new Date(now.getTime() - rememberMs)
  await tx.apiToken.deleteMany({ where: { OR: [{ revokedAt: { lt: before } }, { expiresAt: { lt: before } }] } })
}

/**
 * Ends a token at once: one's own, or anyone's for who may. Throws `not-found` for one that has been revoked, and for someone
 * else's: its existence is no one else's business; `beyond-own-role` for someone else's whose role permits more than one's own.
 */
export async function revokeToken(platform: Platform, actor: UserActor, id: string): Promise<void> {
  await inTransaction(platform.db, async (tx) => {
    await takeTurn(tx)
    const row = await tx.apiToken.findFirst({ where: { id, revokedAt: null }, include: { user: true } })
    const own = row?.kind === 'personal' && row.userId === actor.id
    const mayAll = decide(actor, 'token.manage', platform.config.access).allowed
    if (!row || !(own || mayAll)) throw new GatehouseError('not-found', { what: 'token' })
    if (!own) requireWithin(actor, await readRole(tx, row.role ?? row.user.role))
    await tx.apiToken.update({ where: { id }, data: { revokedAt: new Date() } })
    await appendAudit(tx, {
      actor,
      action: 'token.revoke',
      outcome: 'success',
      target: { kind: 'token', id, name: row.name },
      detail: { prefix: row.prefix, owner: row.user.name },
    })
  })
}
