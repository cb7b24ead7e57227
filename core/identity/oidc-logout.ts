import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Prisma, Tx } from '@/prisma/client'
import { systemActor } from '../actor'
import { appendAudit, recordAudit } from '../audit/append'
import { GatehouseError } from '../errors'
import type { Platform } from '../platform'
import { inTransaction, takeTurn } from '../transaction'
import { maxSid } from './oidc-claims'
import { verifyByProvider } from './oidc-keys'
import { countLogoutFailure, requireLogoutRoom } from './throttle'

/** A logout token is no longer than this. */
export const longestLogoutToken = 16 * 1024
/** It is sent at once, so an old one is someone else's copy. */
const maxAgeSeconds = 300
const skewSeconds = 60

const event = 'http://schemas.openid.net/event/backchannel-logout'

/** OpenID Connect Back-Channel Logout 1.0 section 2.4, beyond issuer, audience and times. */
const logoutClaims = z.looseObject({
  jti: z.string().min(1).max(500),
  iat: z.number(),
  events: z.looseObject({ [event]: z.record(z.string(), z.unknown()) }),
  sub: z.string().min(1).max(1000).optional(),
  sid: z.string().min(1).max(maxSid).optional(),
})
type Logout = z.output<typeof logoutClaims>

const by = 'identity provider'

/** jose's words for keys that could not be fetched. */
const unreachable = new Set(['ERR_JWKS_TIMEOUT', 'ERR_JOSE_GENERIC'])

/**
 * The provider says, from its server to ours, that someone's session there is over: ends their web sessions here, with what was
 * opened from them. With `sid` those that came from that session there (and those of which it named none), with `sub` alone all
 * of that person's. Someone who isn't known here is nothing to say no to.
 *
 * Throws `logout-token-invalid` for a token that isn't the provider's, isn't for us, is no logout's, too old or used already;
 * `provider-failed` where there is no provider; `too-many-requests`, as failures count by address.
 */
export async function logOutByProvider(platform: Platform, token: string, clientAddress: string): Promise<void> {
  const { oidc } = platform.config
  if (!oidc) throw new GatehouseError('provider-failed')
  await requireLogoutRoom(platform, clientAddress)
  try {
    const logout = await readLogout(platform, token)
    const ended = await inTransaction(platform.db, (tx) => endSessions(tx, oidc.issuer, logout))
    for (const { id } of ended) await platform.live.endWebSession(id)
  } catch (error) {
    if (!(error instanceof GatehouseError) || error.code !== 'logout-token-invalid') throw error
    await countLogoutFailure(platform, clientAddress)
    const actor = { kind: 'anonymous' as const, name: by, clientAddress }
    const detail = { reason: String(error.cause ?? ''), by }
    await recordAudit(platform.db, { actor, action: 'user.provider-sign-out', outcome: 'failure', detail })
    throw error
  }
}

async function readLogout({ config, log }: Platform, token: string): Promise<Logout> {
  if (!config.oidc) throw new GatehouseError('provider-failed')
  if (token.length > longestLogoutToken) throw invalid('too long')
  const payload = await verifyByProvider(config.oidc, token, { maxAgeSeconds, skewSeconds }).catch((error: unknown) => {
    const code = Reflect.get(Object(error), 'code')
    // What is not jose's own is the provider's being away: it may send the token again.
    if (typeof code !== 'string' || !code.startsWith('ERR_J') || unreachable.has(code)) {
      log.warn({ err: error }, 'the keys of the identity provider can not be read')
      throw new GatehouseError('provider-unreachable')
    }
    throw invalid(code)
  })
  const parsed = logoutClaims.safeParse(payload)
  if (!parsed.success) throw invalid(`claim ${parsed.error.issues[0]?.path.join('.') ?? ''}`)
  // An ID token has one: it must not pass for a logout.
  if ('nonce' in payload) throw invalid('nonce')
  if (parsed.data.sub === undefined && parsed.data.sid === undefined) throw invalid('claim sub or sid')
  return parsed.data
}

async function endSessions(tx: Tx, issuer: string, { jti, iat, sub, sid }: Logout): Promise<{ id: string }[]> {
  await takeTurn(tx)
  await spendToken(tx, `${issuer}\n${jti}`, iat)
  const person: Prisma.UserWhereInput = {
    identities: { some: sub === undefined ? { issuer } : { issuer, subject: sub } },
  }
  const session: Prisma.WebSessionWhereInput =
    sid === undefined ? {} : { OR: [{ providerSid: sid }, ...(sub === undefined ? [] : [{ providerSid: null }])] }
  const where = { ...session, user: person, revokedAt: null }
  const rows = await tx.webSession.findMany({ where, select: { id: true, address: true, user: true } })
  await tx.webSession.updateMany({ where: { id: { in: rows.map(({ id }) => id) } }, data: { revokedAt: new Date() } })
  for (const user of new Map(rows.map((row) => [row.user.id, row.user])).values()) {
    await appendAudit(tx, {
      actor: systemActor,
      action: 'user.provider-sign-out',
      outcome: 'success',
      target: { kind: 'user', id: user.id, name: user.name },
      detail: { by, addresses: rows.filter((row) => row.user.id === user.id).map(({ address }) => address) },
    })
  }
  return rows
}

/** Takes a token once. It is remembered until its age alone has it refused. */
async function spendToken(tx: Tx, name: string, iat: number): Promise<void> {
  const now = new Date()
  await tx.usedLogoutToken.deleteMany({ where: { expiresAt: { lt: now } } })
  const id = createHash('sha256').update(name).digest('hex')
  if (await tx.usedLogoutToken.findUnique({ where: { id } })) throw invalid('used')
  const expiresAt = new Date((iat + maxAgeSeconds + 2 * skewSeconds) * 1000)
  await tx.usedLogoutToken.create({ data: { id, expiresAt } })
}

/** The reason is for the audit log and the operator of the provider; it holds nothing of the token. */
function invalid(cause: string): GatehouseError {
  return new GatehouseError('logout-token-invalid', {}, {}, { cause })
}
