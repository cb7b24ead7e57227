import type { Tx } from '@/prisma/client'
import type { Role } from '../access/roles'
import type { Config } from '../config'
import { GatehouseError } from '../errors'
import type { Platform } from '../platform'
import { secondFactorIdentity } from '../vault/secrets'
import type { Sealed } from '../vault/vault'
import { countRecoveryCodes, spendRecoveryCode } from './recovery-codes'
import { matchingStep } from './totp'

/** Whether the setting demands a second factor of this role. */
export function isFactorRequired({ secondFactor }: Config, role: Role): boolean {
  return secondFactor === 'everyone' || (secondFactor === 'administrators' && role === 'administrator')
}

/** How a second factor was shown, for the audit log. */
export type Proof = { secondFactor: 'app' } | { secondFactor: 'recovery-code'; left: number }

/**
 * Has a person show their second factor, in the transaction that acts on it: the code is used up with what it opened, or
 * not at all. Null for someone who has none. Takes a code of the app or a recovery code; throws `second-factor-required`
 * without one, `second-factor-wrong` for one that isn't right or was used.
 *
 * The caller has taken its turn (`takeTurn`), so that a factor that is set up or reset at the same moment is seen.
 */
export async function proveFactor(
  platform: Platform,
  tx: Tx,
  userId: string,
  code: string | undefined,
): Promise<Proof | null> {
  const factor = await tx.secondFactor.findUnique({ where: { userId } })
  if (!factor?.confirmedAt) return null
  if (!code) throw new GatehouseError('second-factor-required')
  if (await spendRecoveryCode(tx, userId, code)) {
    return { secondFactor: 'recovery-code', left: await countRecoveryCodes(tx, userId) }
  }
  await spendAppCode(platform, tx, factor, code)
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
function wrongCode(cause: 'wrong' | 'used'): GatehouseError {
  return new GatehouseError('second-factor-wrong', {}, { code: 'second-factor-wrong' }, { cause })
}

/** Takes a person's second factor and recovery codes away; answers whether there was one that counted. */
export async function removeFactor(tx: Tx, userId: string): Promise<boolean> {
  const { count } = await tx.secondFactor.deleteMany({ where: { userId, confirmedAt: { not: null } } })
  await tx.secondFactor.deleteMany({ where: { userId } })
  await tx.recoveryCode.deleteMany({ where: { userId } })
  // What was shown counts no longer: it may have been in the wrong hands.
  await tx.webSession.updateMany({ where: { userId }, data: { factorShownAt: null } })
  return count > 0
}
