import { z } from 'zod'
import type { Tx } from '@/prisma/client'
import type { AnonymousActor, UserActor } from '../actor'
import { type AuditEntry, appendAudit, recordAudit } from '../audit/append'
import { GatehouseError, toGatehouseError } from '../errors'
import type { Platform } from '../platform'
import { foldKey } from '../text'
import { inTransaction, takeTurn } from '../transaction'
import { maxPasswordLength, verifyPassword } from './passwords'
import { type Proof, proveFactor } from './second-factor'
import { beginAttempt, forgetFailures, withdrawAttempt } from './throttle'
import { createWebSession, roleOf } from './web-sessions'

export const signInInput = z.object({
  name: z.string().trim().min(1).max(100),
  password: z.string().min(1).max(maxPasswordLength),
  /** Of the authenticator app, or a recovery code: given with name and password, once it was asked for. */
  code: z.string().trim().max(100).optional(),
})

export interface Browser {
  clientAddress: string
  userAgent: string
}

export interface SignedIn {
  /** For the cookie. */
  token: string
  actor: UserActor
}

/**
 * Checks name and password, and the code of those who have a second factor, and makes a web session. Throws `sign-in-failed`,
 * with the same words and the same cost whether the name exists, is disabled or has another password; `sign-in-blocked` with
 * the seconds to wait after too many failures by the name or the address. After the right password alone:
 * `second-factor-required` without a code, `second-factor-wrong` for a wrong or used one; nothing is kept of such a try, the
 * next one gives name and password again. Good and bad are in the audit log. Throws `password-sign-in-off` where the setting
 * says that nobody signs in so.
 */
export async function signIn(platform: Platform, input: unknown, browser: Browser): Promise<SignedIn> {
  if (!platform.config.passwordSignIn) throw new GatehouseError('password-sign-in-off')
  const parsed = signInInput.safeParse(input)
  if (!parsed.success) throw new GatehouseError('sign-in-failed')
  const { name, password, code } = parsed.data
  const attempt = { name, clientAddress: browser.clientAddress }

  try {
    await beginAttempt(platform, attempt)
  } catch (error) {
    if (toGatehouseError(error).code === 'sign-in-blocked') await noteRefusal(platform, attempt, 'denied', 'back-off')
    throw error
  }

  const user = await platform.db.user.findUnique({ where: { nameKey: foldKey(name) } })
  const matches = await verifyPassword(password, user?.passwordHash).catch(async (error: unknown) => {
    await withdrawAttempt(platform, attempt)
    throw error
  })
  if (!user || !matches || user.disabledAt) {
    await noteRefusal(platform, attempt, 'failure', user?.disabledAt && matches ? 'disabled' : 'wrong')
    throw new GatehouseError('sign-in-failed')
  }
  const signedIn = await beginWebSession(platform, user, browser, code).catch(async (error: unknown) => {
    await afterRightPassword(platform, attempt, error)
    throw error
  })
  await forgetFailures(platform, attempt)
  return signedIn
}

/** A try by name and password. */
interface NamedAttempt {
  name: string
  clientAddress: string
}

/** What becomes of a try with the right password that opened nothing. A wrong code counts on, as a wrong password does. */
async function afterRightPassword(platform: Platform, attempt: NamedAttempt, error: unknown): Promise<void> {
  const { code, cause } = toGatehouseError(error)
  if (code === 'second-factor-wrong') {
    await noteRefusal(platform, attempt, 'failure', `code ${String(cause)}`)
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
  code?: string,
): Promise<SignedIn> {
  return inTransaction(platform.db, async (tx) => {
    await takeTurn(tx)
    const proof = await proveFactor(platform, tx, user.id, code)
    return openWebSession(platform, tx, user, browser, proof ?? {})
  })
}

/** How it was shown who signs in, for the audit log; `provider`: the identity provider vouched for a second factor. */
type SignInProof = Partial<Proof> | { by: string; secondFactor?: 'provider' }

/**
 * The same in the caller's transaction, which has checked everything about who signs in: makes the web session, with the
 * moment and the audit event.
 */
export async function openWebSession(
  platform: Platform,
  tx: Tx,
  user: { id: string; name: string; role: string },
  browser: Browser,
  proof: SignInProof,
): Promise<SignedIn> {
  const factorByProvider = proof.secondFactor === 'provider'
  const factorShown = !factorByProvider && Boolean(proof.secondFactor)
  const { token, id } = await createWebSession(platform, tx, user, { ...browser, factorByProvider, factorShown })
  const actor: UserActor = {
    kind: 'user',
    id: user.id,
    name: user.name,
    role: roleOf(user.role),
    webSessionId: id,
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
