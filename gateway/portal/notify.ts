import type { Composer } from '@/core/notices/mail'
import { MailOutbox } from '@/core/notices/mail-outbox'
import { tellWebhook } from '@/core/notices/outbox'
import { smtpMailer } from '@/core/notices/smtp'
import type { Platform } from '@/core/platform'

const everyMs = 1000

/**
 * Tells the webhook and sends mail, where there are the two, of what happens: beside everything else and each by itself, and
 * nobody waits for them. `compose` puts mail into words. Answers how to stop.
 */
export function notifyRegularly(platform: Platform, compose: Composer): () => void {
  const { webhook, smtp } = platform.config
  const stops: (() => void)[] = []
  if (webhook) stops.push(regularly(platform, (stopped) => tellWebhook(platform, webhook, { stopped })))
  if (smtp) {
    const mail = new MailOutbox(platform, smtpMailer(smtp), compose)
    stops.push(regularly(platform, (stopped) => mail.run(stopped)))
  }
  return () => {
    for (const stop of stops) stop()
  }
}

/** Does it now and each second, one after the other. */
function regularly(platform: Platform, tell: (stopped: AbortSignal) => Promise<void>): () => void {
  const stopping = new AbortController()
  let telling = false
  const turn = async () => {
    if (telling) return
    telling = true
    try {
      await tell(stopping.signal)
    } catch (error) {
      platform.log.error({ err: error }, 'notices cannot be read from the audit log')
    } finally {
      telling = false
    }
  }
  const timer = setInterval(() => void turn(), everyMs)
  void turn()
  return () => {
    clearInterval(timer)
    stopping.abort()
  }
}
