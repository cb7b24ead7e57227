import { randomBytes, randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { Tx } from '@/prisma/client'
import type { UserActor } from '../actor'
import type { AuditAction } from '../audit/actions'
import { appendAudit, type Json, recordAudit } from '../audit/append'
import { GatehouseError, toGatehouseError } from '../errors'
import { parseInput } from '../list'
import type { Platform } from '../platform'
import { inTransaction, takeTurn } from '../transaction'
import { secondFactorIdentity } from '../vault/secrets'
import { verifyPassword } from './passwords'
import { countRecoveryCodes, replaceRecoveryCodes } from './recovery-codes'
import { isFactorRequired, proveFactor, removeFactor, spendAppCode } from './second-factor'
import { beginAttempt, forgetFailures } from './throttle'
import { base32, totpSecretBytes, totpUri } from './totp'
import { revokeOtherWebSessions } from './web-sessions'

/** How long a secret that was shown waits for its first code. */
export const enrolmentLifeMs = 15 * 60_000

const codeInput = z.object({ code: z.string('field:required').trim().min(1, 'field:required').max(100) })
const passwordInput = z.object({ password: z.string('field:required').min(1, 'field:required').max(1024) })

/** One's own second factor, as the profile shows it. */
export interface FactorState {
  /** Null: there is none. */
  since: Date | null
  recoveryCodesLeft: number
  /** Whether the setting demands one. */
  required: boolean
  /** Whether one can be set up here: the setting lets it be, and there is a password to go with it. */
  offered: boolean
  /** Whether it is for the identity provider to ask for one, which whoever has no password here signs in by. */
  byProvider: boolean
}

/** The secret as it goes to the app, shown this once. */
export interface Enrolment {
  /** To type by hand, in base32. */
  secret: string
  /** For the QR code. */
  uri: string
}

export async function factorState(platform: Platform, actor: UserActor): Promise<FactorState> {
  const { db, config } = platform
  const [factor, byProvider] = await Promise.all([
    db.secondFactor.findUnique({ where: { userId: actor.id }, select: { confirmedAt: true } }),
    hasNoPassword(platform, actor),
  ])
  return {
    since: factor?.confirmedAt ?? null,
    recoveryCodesLeft: await countRecoveryCodes(db, actor.id),
    required: isFactorRequired(config, actor.role),
    offered: config.secondFactor !== 'off' && !byProvider,
    byProvider,
  }
}

/** Whether someone has no password here and so signs in through the identity provider. */
export async function hasNoPassword({ db }: Platform, actor: UserActor): Promise<boolean> {
  return (await db.user.count({ where: { id: actor.id, passwordHash: null } })) > 0
}

/**
 * Begins to set up a second factor: makes a secret, which counts for nothing until {@link confirmEnrolment}. Asks for the
 * password, as a browser that was left signed in must not be enough to lock its owner out. Throws `password-wrong`,
 * `sign-in-blocked`, `conflict` for someone who has a factor, `not-allowed` where the setting is `off`, `no-password` for
 * someone whose second factor is the identity provider's business.
 */
export async function beginEnrolment(platform: Platform, actor: UserActor, input: unknown): Promise<Enrolment> {
  const { password } = parseInput(passwordInput, input)
  if (platform.config.secondFactor === 'off') {
    throw new GatehouseError('not-allowed', { action: 'second-factor.enrol', reason: 'setting-forbids' })
  }
  if (await hasNoPassword(platform, actor)) throw new GatehouseError('no-password')
  await requirePassword(platform, actor, password)
  const secret = Uint8Array.from(randomBytes(totpSecretBytes))
  await inTransaction(platform.db, async (tx) => {
    // Before anything is sealed, too: a rotation of the master key that runs meanwhile then misses no row.
    await takeTurn(tx)
    const { id: userId } = actor
    await tx.secondFactor.deleteMany({ where: { userId, confirmedAt: null } })
    if (await tx.secondFactor.findUnique({ where: { userId } })) throw new GatehouseError('conflict')
    const id = randomUUID()
    const sealed = platform.vault.seal(secondFactorIdentity(id), secret)
    await tx.secondFactor.create({ data: { id, userId, ...sealed, lastStep: 0, createdAt: new Date() } })
  })
  const { host } = new URL(platform.config.origin)
  const shown = { secret: base32(secret), uri: totpUri(secret, 'Gatehouse', `${actor.name}@${host}`) }
  secret.fill(0)
  return shown
}

/**
 * Ends the setting up with a first code of the app; answers the recovery codes, shown this once. Every other browser of this
 * person is signed out: it came in with the password alone. Throws `second-factor-wrong`, and `conflict` when nothing was
 * begun within {@link enrolmentLifeMs}.
 */
export async function confirmEnrolment(platform: Platform, actor: UserActor, input: unknown): Promise<string[]> {
  const { code } = parseInput(codeInput, input)
  const codes = await inTransaction(platform.db, async (tx) => {
    await takeTurn(tx)
    const begun = await tx.secondFactor.findFirst({
      where: { userId: actor.id, confirmedAt: null, createdAt: { gt: new Date(Date.now() - enrolmentLifeMs) } },
    })
    if (!begun) throw new GatehouseError('conflict')
    await spendAppCode(platform, tx, begun, code)
    const confirmedAt = new Date()
    await tx.secondFactor.update({ where: { id: begun.id }, data: { confirmedAt } })
    await tx.webSession.updateMany({ where: { id: actor.webSessionId }, data: { factorShownAt: confirmedAt } })
    const codes = await replaceRecoveryCodes(tx, actor.id)
    await note(tx, actor, 'second-factor.enrol')
    return codes
  })
  await revokeOtherWebSessions(platform, actor)
  return codes
}

/**
 * Makes recovery codes anew; the old ones stop working. Takes a code of the app: a recovery code, found on paper, must not
 * turn into ten. Throws `second-factor-wrong`, `sign-in-blocked`, `conflict` for someone who has no factor.
 */
export async function renewRecoveryCodes(platform: Platform, actor: UserActor, input: unknown): Promise<string[]> {
  const { code } = parseInput(codeInput, input)
  return withCode(platform, actor, 'second-factor.codes-renew', async (tx) => {
    const factor = await tx.secondFactor.findFirst({ where: { userId: actor.id, confirmedAt: { not: null } } })
    if (!factor) throw new GatehouseError('conflict')
    await spendAppCode(platform, tx, factor, code)
    const codes = await replaceRecoveryCodes(tx, actor.id)
    await note(tx, actor, 'second-factor.codes-renew')
    return codes
  })
}

/**
 * Turns one's own second factor off, with a code of the app or a recovery code. Throws `second-factor-obligatory` where the
 * setting demands one, `second-factor-wrong`, `sign-in-blocked`, `conflict` for someone who has none.
 */
export async function turnFactorOff(platform: Platform, actor: UserActor, input: unknown): Promise<void> {
  const { code } = parseInput(codeInput, input)
  if (isFactorRequired(platform.config, actor.role)) throw new GatehouseError('second-factor-obligatory')
  await withCode(platform, actor, 'second-factor.remove', async (tx) => {
    const proof = await proveFactor(platform, tx, actor.id, code)
    if (!proof) throw new GatehouseError('conflict')
    await removeFactor(tx, actor.id)
    await note(tx, actor, 'second-factor.remove', proof)
  })
}

/** A browser that was left signed in is no place to guess a password or a code either: both count as at the sign-in. */
async function requirePassword(platform: Platform, actor: UserActor, password: string): Promise<void> {
  await beginAttempt(platform, actor)
  const user = await platform.db.user.findUnique({ where: { id: actor.id } })
  if (!(await verifyPassword(password, user?.passwordHash))) {
    throw new GatehouseError('password-wrong', {}, { password: 'password-wrong' })
  }
  await forgetFailures(platform, actor)
}

async function withCode<T>(
  platform: Platform,
  actor: UserActor,
  action: AuditAction,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  await beginAttempt(platform, actor)
  try {
    const value = await inTransaction(platform.db, async (tx) => {
      await takeTurn(tx)
      return work(tx)
    })
    await forgetFailures(platform, actor)
    return value
  } catch (error) {
    const { code, cause } = toGatehouseError(error)
    if (code === 'second-factor-wrong') {
      await recordAudit(platform.db, { ...about(actor, action), outcome: 'failure', detail: { reason: String(cause) } })
    }
    throw error
  }
}

const about = (actor: UserActor, action: AuditAction) => ({
  actor,
  action,
  target: { kind: 'user' as const, id: actor.id, name: actor.name },
})

function note(tx: Tx, actor: UserActor, action: AuditAction, detail: { [key: string]: Json } = {}): Promise<void> {
  return appendAudit(tx, { ...about(actor, action), outcome: 'success', detail })
}
