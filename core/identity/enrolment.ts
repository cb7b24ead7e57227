import { randomBytes, randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { Tx } from '@/prisma/client'
import type { UserActor } from '../actor'
import type { AuditAction } from '../audit/actions'
import { appendAudit, type Json } from '../audit/append'
import { GatehouseError } from '../errors'
import { parseInput } from '../list'
import type { Platform } from '../platform'
import { inTransaction, takeTurn } from '../transaction'
import { secondFactorIdentity } from '../vault/secrets'
import { listPasskeys, type PasskeySummary } from './passkey-list'
import { hasNoPassword, withProof } from './proof'
import { countRecoveryCodes, firstRecoveryCodes, replaceRecoveryCodes } from './recovery-codes'
import { afterRemoval, factorKinds, isFactorRequired, spendAppCode, wrongCode } from './second-factor'
import { base32, totpSecretBytes, totpUri } from './totp'
import { revokeOtherWebSessions } from './web-sessions'

/** How long a secret that was shown waits for its first code. */
export const enrolmentLifeMs = 15 * 60_000

const codeInput = z.object({ code: z.string('field:required').trim().min(1, 'field:required').max(100) })

/** One's own second factors, as the profile shows them. */
export interface FactorState {
  /** Of the app; null: there is none. */
  since: Date | null
  passkeys: PasskeySummary[]
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
  const [factor, passkeys, recoveryCodesLeft, byProvider] = await Promise.all([
    db.secondFactor.findUnique({ where: { userId: actor.id }, select: { confirmedAt: true } }),
    listPasskeys(platform, actor),
    countRecoveryCodes(db, actor.id),
    hasNoPassword(platform, actor),
  ])
  return {
    since: factor?.confirmedAt ?? null,
    passkeys,
    recoveryCodesLeft,
    required: isFactorRequired(config, actor.role),
    offered: config.secondFactor !== 'off' && !byProvider,
    byProvider,
  }
}

/**
 * Begins to set up an authenticator app: makes a secret, which counts for nothing until {@link confirmEnrolment}. Asks for a
 * proof (the password, or a passkey of those who have one), as a browser that was left signed in must not be enough to lock
 * its owner out. Throws what {@link withProof} throws, `conflict` for someone who has an app, and what {@link requireOffered}
 * throws.
 */
export async function beginEnrolment(platform: Platform, actor: UserActor, shown: unknown): Promise<Enrolment> {
  await requireOffered(platform, actor, 'second-factor.enrol')
  const { id: userId } = actor
  if ((await factorKinds(platform.db, userId)).app) throw new GatehouseError('conflict')
  const secret = Uint8Array.from(randomBytes(totpSecretBytes))
  // The turn that was taken comes before anything is sealed: a rotation of the master key meanwhile then misses no row.
  await withProof(platform, actor, 'second-factor.enrol', shown, async (tx) => {
    await tx.secondFactor.deleteMany({ where: { userId, confirmedAt: null } })
    if (await tx.secondFactor.findUnique({ where: { userId } })) throw new GatehouseError('conflict')
    const id = randomUUID()
    const sealed = platform.vault.seal(secondFactorIdentity(id), secret)
    await tx.secondFactor.create({ data: { id, userId, ...sealed, lastStep: 0, createdAt: new Date() } })
  })
  const { host } = new URL(platform.config.origin)
  const text = { secret: base32(secret), uri: totpUri(secret, 'Gatehouse', `${actor.name}@${host}`) }
  secret.fill(0)
  return text
}

/**
 * Throws `not-allowed` where the setting lets no factor be set up, `no-password` for someone whose second factor is the identity
 * provider's business.
 */
export async function requireOffered(platform: Platform, actor: UserActor, action: AuditAction): Promise<void> {
  if (platform.config.secondFactor === 'off') {
    throw new GatehouseError('not-allowed', { action, reason: 'setting-forbids' })
  }
  if (await hasNoPassword(platform, actor)) throw new GatehouseError('no-password')
}

/**
 * Ends the setting up with a first code of the app; answers the recovery codes, shown this once: none for someone who has some
 * already. With a first factor every other browser of this person is signed out: it came in with the password alone. Throws
 * `second-factor-wrong`, and `conflict` when nothing was begun within {@link enrolmentLifeMs}.
 */
export async function confirmEnrolment(platform: Platform, actor: UserActor, input: unknown): Promise<string[]> {
  const { code } = parseInput(codeInput, input)
  const { codes, first } = await inTransaction(platform.db, async (tx) => {
    await takeTurn(tx)
    const first = !(await factorKinds(tx, actor.id)).passkey
    const begun = await tx.secondFactor.findFirst({
      where: { userId: actor.id, confirmedAt: null, createdAt: { gt: new Date(Date.now() - enrolmentLifeMs) } },
    })
    if (!begun) throw new GatehouseError('conflict')
    await spendAppCode(platform, tx, begun, code)
    const confirmedAt = new Date()
    await tx.secondFactor.update({ where: { id: begun.id }, data: { confirmedAt } })
    await tx.webSession.updateMany({ where: { id: actor.webSessionId }, data: { factorShownAt: confirmedAt } })
    const codes = await firstRecoveryCodes(tx, actor.id)
    await note(tx, actor, 'second-factor.enrol')
    return { codes, first }
  })
  if (first) await revokeOtherWebSessions(platform, actor)
  return codes
}

/**
 * Makes recovery codes anew; the old ones stop working. Takes a code of the app or a passkey: a recovery code, found on paper,
 * must not turn into ten. Throws what {@link withProof} throws, `conflict` for someone who has no factor.
 */
export async function renewRecoveryCodes(platform: Platform, actor: UserActor, shown: unknown): Promise<string[]> {
  await requireFactor(platform, actor)
  return withProof(platform, actor, 'second-factor.codes-renew', shown, async (tx, proof) => {
    if ('secondFactor' in proof && proof.secondFactor === 'recovery-code') throw wrongCode('recovery-code')
    const codes = await replaceRecoveryCodes(tx, actor.id)
    await note(tx, actor, 'second-factor.codes-renew')
    return codes
  })
}

/**
 * Turns the app off, with a code of it, a recovery code or a passkey. Throws `second-factor-obligatory` where the setting
 * demands a factor and there is no other, what {@link withProof} throws, `conflict` for someone who has no app.
 */
export async function turnFactorOff(platform: Platform, actor: UserActor, shown: unknown): Promise<void> {
  await requireFactor(platform, actor)
  await withProof(platform, actor, 'second-factor.remove', shown, async (tx, proof) => {
    const { count } = await tx.secondFactor.deleteMany({ where: { userId: actor.id, confirmedAt: { not: null } } })
    if (count !== 1) throw new GatehouseError('conflict')
    await afterRemoval(platform, tx, actor)
    await note(tx, actor, 'second-factor.remove', { ...proof })
  })
}

/** Throws `conflict` for someone who has no factor. */
async function requireFactor(platform: Platform, actor: UserActor): Promise<void> {
  const { app, passkey } = await factorKinds(platform.db, actor.id)
  if (!app && !passkey) throw new GatehouseError('conflict')
}

/** An event about one's own factors. */
export function note(
  tx: Tx,
  actor: UserActor,
  action: AuditAction,
  detail: { [key: string]: Json } = {},
): Promise<void> {
  const target = { kind: 'user' as const, id: actor.id, name: actor.name }
  return appendAudit(tx, { actor, action, target, outcome: 'success', detail })
}
