import { z } from 'zod'
import type { Tx } from '@/prisma/client'
import { readRole } from '../access/role-rows'
import type { AnonymousActor, UserActor } from '../actor'
import { type AuditEntry, appendAudit, recordAudit } from '../audit/append'
import { GatehouseError, toGatehouseError } from '../errors'
import type { Platform } from '../platform'
import { foldKey } from '../text'
import { inTransaction, takeTurn } from '../transaction'
import type { Browser } from './browser'
import { checkPasskey, takePasskey, wrongPasskey } from './passkey-proof'
import { maxPasswordLength, verifyPassword } from './passwords'
import { type Proof, proveFactor, type ShownFactor } from './second-factor'
import { beginAttempt, forgetFailures, withdrawAttempt } from './throttle'
import { createWebSession } from './web-sessions'
import { assertionInput } from './webauthn'

export const signInInput = z.object({
  name: z.string().trim().min(1).max(100),
  password: z.string().min(1).max(maxPasswordLength),
  /** Of the authenticator app, or a recovery code: given with name and password, once a factor was asked for. */
  code: z.string().trim().max(100).optional(),
  /** The answer of a passkey in the code's place, as JSON text. */
  passkey: assertionInput.optional(),
})

const passkeyAlone = z.object({ passkey: assertionInput })

export interface SignedIn {
  /** For the cookie. */
  token: string
  actor: UserActor
}

/**
 * Checks name and password, and the second factor of those who have one, and makes a web session. Throws `sign-in-failed`,
 * with the same words and the same cost whether the name exists, is disabled or has another password; `sign-in-blocked` with
 * the seconds to wait after too many failures by the name or the address. After the right password alone:
 * `second-factor-required` without a factor, `second-factor-wrong` or `passkey-wrong` for one that counts for nothing; nothing
 * is kept of such a try, the next one gives name and password again. Good and bad are in the audit log. Throws
 * `password-sign-in-off` where the setting says that people come in through the provider alone.
 */
export async function signIn(platform: Platform, input: unknown, browser: Browser): Promise<SignedIn> {
  if (!platform.config.passwordSignIn) throw new GatehouseError('password-sign-in-off')
  const parsed = signInInput.safeParse(input)
  if (!parsed.success) throw new GatehouseError('sign-in-failed')
  const { name, password, code, passkey } = parsed.data
  const attempt = { name, clientAddress: browser.clientAddress }
  await begin(platform, attempt)
  const user = await platform.db.user.findUnique({ where: { nameKey: foldKey(name) } })
  const matches = await verifyPassword(password, user?.passwordHash).catch(async (error: unknown) => {
    await withdrawAttempt(platform, attempt)
    throw error
  })
  if (!user || !matches || user.disabledAt) {
    await noteRefusal(platform, attempt, 'failure', user?.disabledAt && matches ? 'disabled' : 'wrong')
    throw new GatehouseError('sign-in-failed')
  }
  try {
    const checked = passkey && (await checkPasskey(platform, passkey, { kind: 'second-factor' }, user.id))
    const signedIn = await beginWebSession(platform, user, browser, { code, passkey: checked })
    await forgetFailures(platform, attempt)
    return signedIn
  } catch (error) {
    await afterRightPassword(platform, attempt, error)
    throw error
  }
}

/** A try by name and password, or by a passkey, which has a name too. */
interface NamedAttempt {
  name: string
  clientAddress: string
}

/**
 * Signs in by a passkey alone, whose device has made sure who holds it (PIN, finger, face): no name, no password, no code.
 * Throws `passkey-wrong` for all that can be wrong about it, with the same words each time, `sign-in-blocked`, and
 * `password-sign-in-off`: people who come in through the provider alone don't pass it by with a passkey. Goes by the same
 * counts and into the same audit log as a password.
 */
export async function signInWithPasskey(platform: Platform, input: unknown, browser: Browser): Promise<SignedIn> {
  if (!platform.config.passwordSignIn) throw new GatehouseError('password-sign-in-off')
  const parsed = passkeyAlone.safeParse(input)
  if (!parsed.success) throw wrongPasskey('unknown')
  const { passkey } = parsed.data
  const known = await platform.db.passkey.findUnique({ where: { credentialId: passkey.id }, include: { user: true } })
  // A passkey that isn't known has no name; the beginning of its own tells one from another in the audit log.
  const name = known?.user.name ?? `passkey ${passkey.id.slice(0, 16)}`
  const attempt = { name, clientAddress: browser.clientAddress }
  await begin(platform, attempt)
  try {
    const checked = await checkPasskey(platform, passkey, { kind: 'sign-in' })
    const signedIn = await inTransaction(platform.db, async (tx) => {
      await takeTurn(tx)
      const user = await tx.user.findUnique({ where: { id: checked.userId } })
      if (!user || user.disabledAt) throw wrongPasskey('disabled')
      await takePasskey(tx, user.id, checked)
      return openWebSession(platform, tx, user, browser, { onlyFactor: 'passkey', passkey: checked.name })
    })
    await forgetFailures(platform, attempt)
    return signedIn
  } catch (error) {
    await afterRightPassword(platform, attempt, error)
    throw error
  }
}

async function begin(platform: Platform, attempt: NamedAttempt): Promise<void> {
  try {
    await beginAttempt(platform, attempt)
  } catch (error) {
    if (toGatehouseError(error).code === 'sign-in-blocked') await noteRefusal(platform, attempt, 'denied', 'back-off')
    throw error
  }
}

/**
 * What becomes of a try that opened nothing though its password, if any, was right. A wrong factor counts on, as a wrong
 * password does.
 */
async function afterRightPassword(platform: Platform, attempt: NamedAttempt, error: unknown): Promise<void> {
  const { code, cause } = toGatehouseError(error)
  if (code === 'second-factor-wrong' || code === 'passkey-wrong') {
    const shown = code === 'passkey-wrong' ? 'passkey' : 'code'
    await noteRefusal(platform, attempt, 'failure', `${shown} ${String(cause)}`)
    return
  }
  // The try counts neither way: forgetting the failures now would let whoever has the password guess codes without end.
  await withdrawAttempt(platform, attempt)
  if (code !== 'second-factor-required') return
  await recordAudit(platform.db, { actor: anonymous(attempt), action: 'second-factor.ask', outcome: 'success' })
}

async function noteRefusal(
  platform: Platform,
  attempt: NamedAttempt,
  outcome: AuditEntry['outcome'],
  reason: string,
): Promise<void> {
  await recordAudit(platform.db, { actor: anonymous(attempt), action: 'user.sign-in', outcome, detail: { reason } })
}

const anonymous = (attempt: NamedAttempt): AnonymousActor => ({ kind: 'anonymous', ...attempt })

/**
 * The web session of someone who has just proved who they are, and its audit event. The second factor of those who have one
 * is checked in the same transaction: there is no web session without it, not even for a moment. Throws what
 * {@link proveFactor} throws.
 */
export async function beginWebSession(
  platform: Platform,
  user: { id: string; name: string; role: string },
  browser: Browser,
  shown: ShownFactor = {},
): Promise<SignedIn> {
  return inTransaction(platform.db, async (tx) => {
    await takeTurn(tx)
    const proof = await proveFactor(platform, tx, user.id, shown)
    return openWebSession(platform, tx, user, browser, proof ?? {})
  })
}

/** How it was shown who signs in, for the audit log; `provider`: the identity provider vouched for a second factor. */
type SignInProof = Proof | { by: string; secondFactor?: 'provider' } | Record<never, never>

/**
 * The same in the caller's transaction, which has checked everything about who signs in: makes the web session, with the
 * moment and the audit event. A sign-in is a proof at its moment, whichever way it came.
 */
export async function openWebSession(
  platform: Platform,
  tx: Tx,
  user: { id: string; name: string; role: string },
  browser: Browser & { providerSid?: string | null },
  proof: SignInProof,
): Promise<SignedIn> {
  const factorByProvider = 'secondFactor' in proof && proof.secondFactor === 'provider'
  const factorShown = !factorByProvider && 'secondFactor' in proof && Boolean(proof.secondFactor)
  const { token, id } = await createWebSession(platform, tx, user, { ...browser, factorByProvider, factorShown })
  const actor: UserActor = {
    kind: 'user',
    id: user.id,
    name: user.name,
    role: await readRole(tx, user.role),
    webSessionId: id,
    provenAt: Date.now(),
    secondFactor: factorByProvider || factorShown,
    clientAddress: browser.clientAddress,
  }
  await tx.user.update({ where: { id: user.id }, data: { lastSignInAt: new Date() } })
  await appendAudit(tx, {
    actor,
    action: 'user.sign-in',
    outcome: 'success',
    target: { kind: 'user', id: user.id, name: user.name },
    detail: { ...proof },
  })
  return { token, actor }
}
