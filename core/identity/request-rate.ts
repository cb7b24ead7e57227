import { GatehouseError } from '../errors'
import type { Platform } from '../platform'

/** How many requests are left at a moment (ms). They come back evenly, a minute's worth a minute. */
export interface Allowance {
  left: number
  at: number
}

/** Pure: takes one request of an allowance of `perMinute`. `waitMs` is above 0 when there is none to take. */
export function takeOne(
  before: Allowance | undefined,
  perMinute: number,
  now: number,
): { after: Allowance; waitMs: number } {
  const regained = before ? (Math.max(0, now - before.at) * perMinute) / 60_000 : perMinute
  const left = Math.min(perMinute, (before?.left ?? 0) + regained)
  if (left >= 1) return { after: { left: left - 1, at: now }, waitMs: 0 }
  return { after: { left, at: now }, waitMs: Math.ceil(((1 - left) * 60_000) / perMinute) }
}

/** More than this many are looked through for those that are whole again. */
const sweepAbove = 1000
/** In memory: a restart gives everyone a full allowance, which is harmless. */
const allowances = new WeakMap<Platform, Map<string, Allowance>>()

/** Lets a token's request pass, or throws `too-many-requests` with the seconds to wait. */
export function takeRequest(platform: Platform, tokenId: string, now = Date.now()): void {
  const perMinute = platform.config.tokenRequestsPerMinute
  const all = allowances.get(platform) ?? new Map<string, Allowance>()
  allowances.set(platform, all)
  const { after, waitMs } = takeOne(all.get(tokenId), perMinute, now)
  if (all.size > sweepAbove) for (const [id, { at }] of all) if (now - at > 60_000) all.delete(id)
  all.set(tokenId, after)
  if (waitMs > 0) throw new GatehouseError('too-many-requests', { seconds: Math.ceil(waitMs / 1000) })
}
