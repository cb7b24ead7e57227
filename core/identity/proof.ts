import { z } from 'zod'
import type { Tx } from '@/prisma/client'
import type { UserActor } from '../actor'
import type { AuditAction } from '../audit/actions'
import { recordAudit } from '../audit/append'
import { GatehouseError, toGatehouseError } from '../errors'
import { parseInput } from '../list'
import type { Platform } from '../platform'
import { inTransaction, takeTurn } from '../transaction'
import { checkPasskey } from './passkey-proof'
import { maxPasswordLength, verifyPassword } from './passwords'
import { factorKinds, type Proof, proveFactor } from './second-factor'
import { beginAttempt, forgetFailures, withdrawAttempt } from './throttle'
import { assertionInput } from './webauthn'

const empty = (value: unknown) => (value === '' || value === null ? undefined : value)
const shownInput = z.object({
  password: z.preprocess(empty, z.string().max(maxPasswordLength).optional()),
  code: z.preprocess(empty, z.string().trim().max(100).optional()),
  passkey: z.preprocess(empty, assertionInput.optional()),
})

/** How someone who is signed in has shown that it is still them: who has a second factor by that, anyone else by the password. */
export type SelfProof = Proof | { password: true }

/** Whether someone has no password here and so signs in through the identity provider. */
export async function hasNoPassword({ db }: Pick<Platform, 'db'>, actor: UserActor): Promise<boolean> {
  return (await db.user.count({ where: { id: actor.id, passwordHash: null } })) > 0
}

/** Errors that mean: what was shown is wrong. They count as failed tries. */
const wrong: readonly string[] = ['password-wrong', 'second-factor-wrong', 'passkey-wrong']

/**
 * Has someone who is signed in prove that it is still them, and does `work` in the transaction that uses the proof up. A
 * browser that was left signed in is no place to guess: tries count as at the sign-in, and wrong ones are in the audit log as
 * failures of `action`. `shown` is from outside: `password`, `code` or `passkey` (JSON text).
 *
 * Throws `password-wrong`, `second-factor-wrong`, `passkey-wrong`, `second-factor-required` when a factor was needed and none
 * shown, `sign-in-blocked`, and `no-password` for someone who has neither a factor nor a password here: they prove themselves
 * by signing in through the identity provider again.
 */
export async function withProof<T>(
  platform: Platform,
  actor: UserActor,
  action: AuditAction,
  shown: unknown,
  work: (tx: Tx, proof: SelfProof) => Promise<T>,
): Promise<T> {
  const { password, code, passkey } = parseInput(shownInput, shown)
  await beginAttempt(platform, actor)
  try {
    const checked = passkey && (await checkPasskey(platform, passkey, { kind: 'proof', userId: actor.id }, actor.id))
    const { app, passkey: has } = await factorKinds(platform.db, actor.id)
    // A hash takes half a second: not inside the transaction.
    if (!app && !has) await requirePassword(platform, actor, password)
    const value = await inTransaction(platform.db, async (tx) => {
      await takeTurn(tx)
      const proof = await proveFactor(platform, tx, actor.id, { code, passkey: checked })
      // The factor was removed since it was looked for.
      if (!proof && (app || has)) throw new GatehouseError('conflict')
      return work(tx, proof ?? { password: true })
    })
    await forgetFailures(platform, actor)
    return value
  } catch (error) {
    await afterFailure(platform, actor, action, error)
    throw error
  }
}

async function requirePassword(platform: Platform, actor: UserActor, password: string | undefined): Promise<void> {
  const user = await platform.db.user.findUnique({ where: { id: actor.id } })
  if (user && user.passwordHash === null) throw new GatehouseError('no-password')
  if (!password) throw new GatehouseError('invalid-input', { field: 'password' }, { password: 'required' })
  if (!(await verifyPassword(password, user?.passwordHash))) {
    throw new GatehouseError('password-wrong', {}, { password: 'password-wrong' })
  }
}

async function afterFailure(platform: Platform, actor: UserActor, action: AuditAction, error: unknown): Promise<void> {
  const { code, cause } = toGatehouseError(error)
  // Nothing that could be right or wrong was shown, or it was right and something else went wrong.
  if (!wrong.includes(code)) return withdrawAttempt(platform, actor)
  await recordAudit(platform.db, {
    actor,
    action,
    outcome: 'failure',
    target: { kind: 'user', id: actor.id, name: actor.name },
    detail: {
      reason: code === 'password-wrong' ? 'password' : `${code === 'passkey-wrong' ? 'passkey' : 'code'} ${cause}`,
    },
  })
}
