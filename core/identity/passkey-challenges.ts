import { GatehouseError } from '../errors'
import type { Platform } from '../platform'
import { inTransaction } from '../transaction'
import { hashToken, newToken } from './tokens'

/**
 * What a challenge is for; it counts for nothing else. `enrol` and `proof` are one person's, who has signed in; `sign-in` (the
 * passkey alone) and `second-factor` (after the password) are asked for by anyone.
 */
export type Purpose = { kind: 'enrol' | 'proof'; userId: string } | { kind: 'sign-in' | 'second-factor' }

/** Longer than any device waits for its owner. */
export const challengeLifeMs = 5 * 60_000
/** Challenges that one address may have open: an office behind one address signs in at nine. */
export const mostPerAddress = 200

/** Makes a challenge, 256 random bits in base64url; only its hash is stored. Throws `limit-reached`. */
export async function issueChallenge(platform: Platform, purpose: Purpose, clientAddress: string): Promise<string> {
  const challenge = newToken()
  const now = Date.now()
  await inTransaction(platform.db, async (tx) => {
    await tx.passkeyChallenge.deleteMany({ where: { expiresAt: { lt: new Date(now) } } })
    const open = await tx.passkeyChallenge.count({ where: { clientAddress } })
    if (open >= mostPerAddress) throw new GatehouseError('limit-reached', { limit: mostPerAddress })
    await tx.passkeyChallenge.create({
      data: {
        challengeHash: hashToken(challenge),
        ...columnsOf(purpose),
        clientAddress,
        expiresAt: new Date(now + challengeLifeMs),
      },
    })
  })
  return challenge
}

/**
 * Uses a challenge up, whatever becomes of what was signed: false when there is none for this purpose, or no longer. Of two who
 * use it at once one finds it.
 */
export async function spendChallenge(platform: Platform, challenge: string, purpose: Purpose): Promise<boolean> {
  const { count } = await platform.db.passkeyChallenge.deleteMany({
    where: { challengeHash: hashToken(challenge), ...columnsOf(purpose), expiresAt: { gt: new Date() } },
  })
  return count === 1
}

const columnsOf = (purpose: Purpose) => ({
  purpose: purpose.kind,
  userId: 'userId' in purpose ? purpose.userId : null,
})
