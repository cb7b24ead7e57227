import type { Tx } from '@/prisma/client'
import { GatehouseError } from '../errors'
import type { Platform } from '../platform'
import { foldKey } from '../text'
import { inTransaction, takeTurn } from '../transaction'

/** The failure that makes the next try wait; each further one doubles the wait. By address later: an office may share one. */
const free = { name: 4, address: 20 }
const firstWaitMs = 2000
const longestWaitMs = 15 * 60_000
/** Failures are forgotten after a day without another. */
const memoryMs = 24 * 3_600_000
const sweepEveryMs = 3_600_000

export interface Attempt {
  /** What was typed; left out where the address alone counts. */
  name?: string
  clientAddress: string
}

const nameKeyOf = (name: string) => `name:${foldKey(name).slice(0, 100)}`
const linkKeyOf = (clientAddress: string) => `link-address:${clientAddress}`
const logoutKeyOf = (clientAddress: string) => `logout-address:${clientAddress}`
const addressKeyOf = ({ clientAddress }: Attempt) => `address:${clientAddress}`
const keysOf = (attempt: Attempt) => [
  ...(attempt.name === undefined ? [] : [{ key: nameKeyOf(attempt.name), free: free.name }]),
  { key: addressKeyOf(attempt), free: free.address },
]

/**
 * Lets a password be tried, or throws `sign-in-blocked` with the seconds to wait. The try counts as failed from the start,
 * one after the other for everybody: guesses sent all at once would else be checked before the first of them counts.
 * Whoever succeeds calls {@link forgetFailures}. Kept in the database: a restart resets nothing.
 */
export async function beginAttempt(platform: Platform, attempt: Attempt): Promise<void> {
  const seconds = await countFailure(platform, keysOf(attempt))
  if (seconds > 0) throw new GatehouseError('sign-in-blocked', { seconds })
}

/**
 * Counts an API token that opened nothing against the address it came from; throws `too-many-requests` with the seconds to
 * wait while that has to. Apart from the count of passwords: a program with an old token locks nobody out of the sign-in.
 */
export async function countTokenFailure(platform: Platform, clientAddress: string): Promise<void> {
  const key = `token-address:${clientAddress}`
  // Who goes on and on is answered without a write.
  await requireUnblocked(platform, key)
  await countAgainst(platform, key)
}

/**
 * Lets a one-time link be looked up, or throws `too-many-requests` with the seconds to wait. As {@link beginAttempt} by the address
 * alone, and apart from the count of passwords; {@link forgiveLink} takes back a try whose link was there.
 */
export async function beginLink(platform: Platform, clientAddress: string): Promise<void> {
  await countAgainst(platform, linkKeyOf(clientAddress))
}

export async function forgiveLink(platform: Platform, clientAddress: string): Promise<void> {
  await inTransaction(platform.db, (tx) => takeBack(tx, [linkKeyOf(clientAddress)]))
}

/** Throws `too-many-requests` with the seconds to wait for an address that sent too many logouts that were none. */
export async function requireLogoutRoom(platform: Platform, clientAddress: string): Promise<void> {
  await requireUnblocked(platform, logoutKeyOf(clientAddress))
}

/** Counts a logout that was none against the address it came from; throws `too-many-requests` as {@link requireLogoutRoom}. */
export async function countLogoutFailure(platform: Platform, clientAddress: string): Promise<void> {
  await countAgainst(platform, logoutKeyOf(clientAddress))
}

/** Counts one failure of an address; throws `too-many-requests`, and counts nothing, while it has to wait. */
async function countAgainst(platform: Platform, key: string): Promise<void> {
  const seconds = await countFailure(platform, [{ key, free: free.address }])
  if (seconds > 0) throw new GatehouseError('too-many-requests', { seconds })
}

async function requireUnblocked(platform: Platform, key: string): Promise<void> {
  const blocked = await platform.db.signInThrottle.findFirst({ where: { key, blockedUntil: { gt: new Date() } } })
  if (!blocked?.blockedUntil) return
  const seconds = Math.ceil((blocked.blockedUntil.getTime() - Date.now()) / 1000)
  throw new GatehouseError('too-many-requests', { seconds })
}

/** Counts one failure by each key. Answers the seconds to wait, and counts nothing, while one of them has to. */
async function countFailure(platform: Platform, keys: { key: string; free: number }[]): Promise<number> {
  const now = new Date()
  const wait = await inTransaction(platform.db, async (tx) => {
    await takeTurn(tx)
    await sweep(tx, now)
    const rows = await tx.signInThrottle.findMany({ where: { key: { in: keys.map(({ key }) => key) } } })
    const wait = Math.max(0, ...rows.map((row) => (row.blockedUntil?.getTime() ?? 0) - now.getTime()))
    if (wait > 0) return wait
    for (const { key, free } of keys) {
      const before = rows.find((row) => row.key === key)
      const recent = before && now.getTime() - before.updatedAt.getTime() < memoryMs
      const failures = (recent ? before.failures : 0) + 1
      const next = waitAfter(failures, free)
      const data = { failures, updatedAt: now, blockedUntil: next > 0 ? new Date(now.getTime() + next) : null }
      await tx.signInThrottle.upsert({ where: { key }, create: { key, ...data }, update: data })
    }
    return 0
  })
  return Math.ceil(wait / 1000)
}

/**
 * After the right password: the name's count is cleared; of the address' count this try alone is taken back, or one good
 * account would free a guesser.
 */
export async function forgetFailures(platform: Platform, attempt: Attempt): Promise<void> {
  await inTransaction(platform.db, async (tx) => {
    if (attempt.name !== undefined) await forgetName(tx, attempt.name)
    await takeBack(tx, [addressKeyOf(attempt)])
  })
}

/** Lets a name be tried at once again: for the console, which has given it a new password. */
export async function forgetName(tx: Tx, name: string): Promise<void> {
  await tx.signInThrottle.deleteMany({ where: { key: nameKeyOf(name) } })
}

/** After a try that was not decided, for want of room or of a code: it counts neither way. */
export async function withdrawAttempt(platform: Platform, attempt: Attempt): Promise<void> {
  await inTransaction(platform.db, (tx) =>
    takeBack(
      tx,
      keysOf(attempt).map(({ key }) => key),
    ),
  )
}

async function takeBack(tx: Tx, keys: string[]): Promise<void> {
  await tx.signInThrottle.updateMany({
    where: { key: { in: keys }, failures: { gt: 0 } },
    // The block was this try's own: an earlier one would have refused it.
    data: { failures: { decrement: 1 }, blockedUntil: null },
  })
}

let sweptAt = 0

/** Names are made up at will: what is forgotten is removed too. */
async function sweep(tx: Tx, now: Date): Promise<void> {
  if (now.getTime() - sweptAt < sweepEveryMs) return
  sweptAt = now.getTime()
  await tx.signInThrottle.deleteMany({ where: { updatedAt: { lt: new Date(now.getTime() - memoryMs) } } })
}

/** Pure: how long to wait after so many failures, in milliseconds. */
export function waitAfter(failures: number, free: number): number {
  if (failures < free) return 0
  return Math.min(firstWaitMs * 2 ** (failures - free), longestWaitMs)
}
