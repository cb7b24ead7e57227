import { createHash, randomBytes } from 'node:crypto'
import type { Tx } from '@/prisma/client'
import { base32 } from './totp'

const howMany = 10
const codeBytes = 10
const shape = /^[a-z2-7]{16}$/

/**
 * Makes ten recovery codes in place of those there were; they are shown once and stored nowhere. Each holds 80 random bits,
 * written in an alphabet without 0, 1, 8 and 9, which are mistaken for letters.
 */
export async function replaceRecoveryCodes(tx: Tx, userId: string): Promise<string[]> {
  const codes = Array.from({ length: howMany }, () => grouped(base32(randomBytes(codeBytes)).toLowerCase()))
  const createdAt = new Date()
  await tx.recoveryCode.deleteMany({ where: { userId } })
  await tx.recoveryCode.createMany({ data: codes.map((code) => ({ codeHash: hashOf(code), userId, createdAt })) })
  return codes
}

/** Recovery codes for a person's first factor; none for someone who has some left. */
export async function firstRecoveryCodes(tx: Tx, userId: string): Promise<string[]> {
  return (await countRecoveryCodes(tx, userId)) > 0 ? [] : replaceRecoveryCodes(tx, userId)
}

/**
 * Uses a code up. False when it is none of this person's, or no longer: of two who use it at once one finds it. Case, blanks
 * and hyphens don't count.
 */
export async function spendRecoveryCode(tx: Tx, userId: string, code: string): Promise<boolean> {
  if (!shape.test(plain(code))) return false
  const { count } = await tx.recoveryCode.deleteMany({ where: { codeHash: hashOf(code), userId } })
  return count === 1
}

/** How many codes a person has left. */
export async function countRecoveryCodes(tx: Pick<Tx, 'recoveryCode'>, userId: string): Promise<number> {
  return tx.recoveryCode.count({ where: { userId } })
}

/**
 * SHA-256 alone: with 80 random bits there is nothing to guess, which is what a slow, salted hash defends a password from.
 * The row is looked up by the hash, so that no comparison leaks by its time.
 */
function hashOf(code: string): string {
  return createHash('sha256').update(plain(code)).digest('hex')
}

const plain = (code: string) => code.toLowerCase().replace(/[\s-]/g, '')
const grouped = (code: string) => code.replace(/.{4}(?=.)/g, '$&-')
