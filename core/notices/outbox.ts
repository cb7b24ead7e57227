import { setTimeout as pause } from 'node:timers/promises'
import type { Platform } from '../platform'
import { headOf, passOver, toldUntil } from './follow'
import { noticesAfter } from './notice'
import { sendToWebhook, type Webhook } from './webhook'

const channel = 'webhook'
/** How long it waits before it sends once more; after the last it is given up and logged. */
const defaultPausesMs = [1_000, 5_000, 25_000]
const atOnce = 20

/**
 * Tells the webhook what happened to requests since it was told last. The audit log is the queue: an event is there once what it
 * tells of is, it survives a restart, and nothing piles up in memory. One after the other; what isn't taken after four
 * attempts is given up. Returns when nothing is left, or when `stopped` is aborted.
 */
export async function tellWebhook(
  platform: Platform,
  webhook: Webhook,
  { stopped, pausesMs = defaultPausesMs }: { stopped?: AbortSignal; pausesMs?: readonly number[] } = {},
): Promise<void> {
  const { db, config, log } = platform
  let seq = await toldUntil(platform, channel)
  while (!stopped?.aborted) {
    const head = await headOf(db)
    const next = await noticesAfter(db, config, seq, atOnce)
    for (const { seq: place, notice } of next) {
      const taken = await attempt(() => sendToWebhook(webhook, notice), pausesMs, stopped)
      if (stopped?.aborted) return
      if (!taken) log.error({ notice: notice.id, event: notice.event }, 'the webhook does not take a notice')
      seq = place
      await db.noticeCursor.update({ where: { channel }, data: { seq } })
    }
    if (next.length < atOnce) return passOver(platform, channel, seq, head)
  }
}

async function attempt(
  send: () => Promise<boolean>,
  pausesMs: readonly number[],
  stopped: AbortSignal | undefined,
): Promise<boolean> {
  if (await send()) return true
  for (const wait of pausesMs) {
    await pause(wait, undefined, { signal: stopped }).catch(() => {})
    if (stopped?.aborted) return false
    if (await send()) return true
  }
  return false
}
