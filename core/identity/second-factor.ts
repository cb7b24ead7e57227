import type { Tx } from '@/prisma/client'
import { isAdministrator } from '../access/built-in-roles'
import type { Role } from '../access/roles'
import type { Config } from '../config'
import { GatehouseError } from '../errors'
import type { Platform } from '../platform'
import { secondFactorIdentity } from '../vault/secrets'
import type { Sealed } from '../vault/vault'
import { type CheckedPasskey, takePasskey } from './passkey-proof'
import { countRecoveryCodes, spendRecoveryCode } from './recovery-codes'
import { matchingStep } from './totp'

/** Whether a second factor is demanded of this role, by the setting or by the role itself. Where none can be set up, never. */
export function isFactorRequired({ secondFactor }: Config, role: Role): boolean {
  if (secondFactor === 'off') return false
  if (secondFactor === 'everyone' || role.secondFactor) return true
  return secondFactor === 'administrators' && isAdministrator(role)
}

/** How a second factor was shown, for the audit log; `onlyFactor`: a passkey stood for the password too. */
export type Proof =
  | { onlyFactor: 'passkey'; passkey: string }
  | { secondFactor: 'app' }
  | { secondFactor: 'recovery-code'; left: number }
  | { secondFactor: 'passkey'; passkey: string }

/** What a person shows: a code of the app or a recovery code, or a passkey. */
export interface ShownFactor {
  code?: string
  passkey?: CheckedPasskey
}

/** The kinds of factor that a person has set up. */
export interface FactorKinds {
  app: boolean
  passkey: boolean
}

/** Which kinds of second factor a person has. */
export async function factorKinds(tx: Pick<Tx, 'secondFactor' | 'passkey'>, userId: string): Promise<FactorKinds> {
  const [apps, passkeys] = await Promise.all([
    tx.secondFactor.count({ where: { userId, confirmedAt: { not: null } } }),
    tx.passkey.count({ where: { userId } }),
  ])
  return { app: apps > 0, passkey: passkeys > 0 }
}

/** What of a user's row says whether they have a factor: `include: ownFactors`, then {@link hasFactor}. */
export const ownFactors = {
  secondFactor: { select: { confirmedAt: true } },
  passkeys: { select: { id: true }, take: 1 },
} as const

export function hasFactor(user: { secondFactor: { confirmedAt: Date | null } | null; passkeys: unknown[] }): boolean {
  return Boolean(user.secondFactor?.confirmedAt) || user.passkeys.length > 0
}

/**
 * Has a person show their second factor, in the transaction that acts on it: the code or the passkey's answer is used up with
 * what it opened, or not at all. Null for someone who has none. Throws `second-factor-required` when nothing was shown (its
 * `methods` say what they have: `app`, `passkey`), `second-factor-wrong` for a code that isn't right or was used,
 * `passkey-wrong`.
 *
 * The caller has taken its turn (`takeTurn`), so that a factor that is set up or reset at the same moment is seen.
 */
export async function proveFactor(
  platform: Platform,
  tx: Tx,
  userId: string,
  { code, passkey }: ShownFactor,
): Promise<Proof | null> {
  const kinds = await factorKinds(tx, userId)
  if (!kinds.app && !kinds.passkey) return null
  if (passkey) {
    await takePasskey(tx, userId, passkey)
    return { secondFactor: 'passkey', passkey: passkey.name }
  }
  if (!code) {
    const methods = [kinds.app && 'app', kinds.passkey && 'passkey'].filter(Boolean).join(' ')
    throw new GatehouseError('second-factor-required', { methods })
  }
  if (await spendRecoveryCode(tx, userId, code)) {
    return { secondFactor: 'recovery-code', left: await countRecoveryCodes(tx, userId) }
  }
  const app = kinds.app ? await tx.secondFactor.findUnique({ where: { userId } }) : null
  if (!app) throw wrongCode('wrong')
  await spendAppCode(platform, tx, app, code)
  return { secondFactor: 'app' }
}

/** The part of a second factor's row that checking a code takes. */
type FactorRow = Sealed & { id: string; userId: string }

/**
 * Takes a code of the app, once: the step it belongs to becomes the last that was taken, unless that step or a later one was
 * already. The comparison and the write are one statement, so of two who show the same code one wins.
 * Throws `second-factor-wrong`, with the reason `used` or `wrong` as the error's cause.
 */
export async function spendAppCode(platform: Platform, tx: Tx, factor: FactorRow, code: string): Promise<void> {
  const { id, sealed, wrappedKey, masterKeyId } = factor
  const secret = platform.vault.open(secondFactorIdentity(id), { sealed, wrappedKey, masterKeyId })
  const step = matchingStep(secret, code, Date.now())
  secret.fill(0)
  if (step === null) throw wrongCode('wrong')
  const { count } = await tx.secondFactor.updateMany({
    where: { id, lastStep: { lt: step } },
    data: { lastStep: step },
  })
  if (count !== 1) throw wrongCode('used')
}

/** The reason is for the audit log: who shows a code is told the same either way. */
export function wrongCode(cause: 'wrong' | 'used' | 'recovery-code'): GatehouseError {
  return new GatehouseError('second-factor-wrong', {}, { code: 'second-factor-wrong' }, { cause })
}

/** Takes a person's second factors and recovery codes away, all of them; answers whether there was one that counted. */
export async function removeFactors(tx: Tx, userId: string): Promise<boolean> {
  const { app, passkey } = await factorKinds(tx, userId)
  await tx.secondFactor.deleteMany({ where: { userId } })
  await tx.passkey.deleteMany({ where: { userId } })
  await tx.recoveryCode.deleteMany({ where: { userId } })
  // What was shown counts no longer: it may have been in the wrong hands.
  await tx.webSession.updateMany({ where: { userId }, data: { factorShownAt: null } })
  return app || passkey
}

/**
 * After one factor was removed, in the same transaction: the recovery codes go with the last. Throws
 * `second-factor-obligatory` when it was the last and the setting demands one.
 */
export async function afterRemoval(platform: Platform, tx: Tx, user: { id: string; role: Role }): Promise<void> {
  const { app, passkey } = await factorKinds(tx, user.id)
  if (app || passkey) return
  if (isFactorRequired(platform.config, user.role)) throw new GatehouseError('second-factor-obligatory')
  await tx.webSession.updateMany({ where: { userId: user.id }, data: { factorShownAt: null } })
  await tx.recoveryCode.deleteMany({ where: { userId: user.id } })
}
