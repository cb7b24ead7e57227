import { tellWebhook } from '@/core/notices/outbox'
import type { Platform } from '@/core/platform'

const everyMs = 1000

/** Tells the webhook, if there is one, what happens to access requests: beside everything else, and nobody waits for it. Answers how to stop. */
export function notifyRegularly(platform: Platform): () => void {
  const { webhook } = platform.config
  if (!webhook) return () => {}
  const stopping = new AbortController()
  let telling = false
  const tell = async () => {
    if (telling) return
    telling = true
    try {
      await tellWebhook(platform, webhook, { stopped: stopping.signal })
    } catch (error) {
      platform.log.error({ err: error }, 'notices cannot be read from the audit log')
    } finally {
      telling = false
    }
  }
  const timer = setInterval(() => void tell(), everyMs)
  void tell()
  return () => {
    clearInterval(timer)
    stopping.abort()
  }
}
