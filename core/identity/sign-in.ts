import { z } from 'zod'
import type { AnonymousActor, UserActor } from '../actor'
import type { AuditOutcome } from '../audit/actions'
import { appendAudit, recordAudit } from '../audit/append'
import { GatehouseError, toGatehouseError } from '../errors'
import type { Platform } from '../platform'
import { foldKey } from '../text'
import { inTransaction } from '../transaction'
import { maxPasswordLength, verifyPassword } from './passwords'
import { beginAttempt, forgetFailures, withdrawAttempt } from './throttle'
import { createWebSession, roleOf } from './web-sessions'

export const signInInput = z.object({
  name: z.string().trim().min(1).max(100),
  password: z.string().min(1).max(maxPasswordLength),
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
 * Checks name and password and makes a web session. Throws `sign-in-failed`, with the same words and the same cost
 * whether the name exists, is disabled or has another password; `sign-in-blocked` with the seconds to wait after too many
 * failures by the name or the address. Good and bad are in the audit log.
 */
export async function signIn(platform: Platform, input: unknown, browser: Browser): Promise<SignedIn> {
  const parsed = signInInput.safeParse(input)
  if (!parsed.success) throw new GatehouseError('sign-in-failed')
  const { name, password } = parsed.data
  const attempt = { name, clientAddress: browser.clientAddress }
  const anonymous: AnonymousActor = { kind: 'anonymous', ...attempt }
  const refuse = (outcome: AuditOutcome, reason: string) =>
    recordAudit(platform.db, { actor: anonymous, action: 'user.sign-in', outcome, detail: { reason } })

  try {
    await beginAttempt(platform, attempt)
  } catch (error) {
    if (toGatehouseError(error).code === 'sign-in-blocked') await refuse('denied', 'back-off')
    throw error
  }

  const user = await platform.db.user.findUnique({ where: { nameKey: foldKey(name) } })
  const matches = await verifyPassword(password, user?.passwordHash).catch(async (error: unknown) => {
    await withdrawAttempt(platform, attempt)
    throw error
  })
  if (!user || !matches || user.disabledAt) {
    await refuse('failure', user?.disabledAt && matches ? 'disabled' : 'wrong')
    throw new GatehouseError('sign-in-failed')
  }
  await forgetFailures(platform, attempt)
  return beginWebSession(platform, user, browser)
}

/** The web session of someone who has just proved who they are, and its audit event. */
export async function beginWebSession(
  platform: Platform,
  user: { id: string; name: string; role: string },
  browser: Browser,
): Promise<SignedIn> {
  return inTransaction(platform.db, async (tx) => {
    const { token, id } = await createWebSession(platform, tx, user, browser)
    const actor: UserActor = {
      kind: 'user',
      id: user.id,
      name: user.name,
      role: roleOf(user.role),
      webSessionId: id,
      clientAddress: browser.clientAddress,
    }
    await tx.user.update({ where: { id: user.id }, data: { lastSignInAt: new Date() } })
    await appendAudit(tx, {
      actor,
      action: 'user.sign-in',
      outcome: 'success',
      target: { kind: 'user', id: user.id, name: user.name },
    })
    return { token, actor }
  })
}
