import { createHmac } from 'node:crypto'
import type { Config } from '../config'
import type { Notice } from './notice'

/** A receiver gets so long to answer. */
const timeoutMs = 10_000

export type Webhook = NonNullable<Config['webhook']>

/**
 * The header by which a receiver knows that a notice is ours, and new: `t=<Unix seconds>,v1=<HMAC-SHA256, hex>` over the seconds,
 * a full stop and the body's bytes, under the shared secret.
 */
export function signatureOf(secret: string, body: string, at: Date): string {
  const seconds = Math.floor(at.getTime() / 1000)
  const mac = createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')
  return `t=${seconds},v1=${mac}`
}

/**
 * Sends a notice once. Whether a receiver took it: an answer in the two hundreds within ten seconds. Never rejects. It is not
 * sent on where the receiver redirects to: the address is the operator's, and nobody else's to choose.
 */
export async function sendToWebhook({ url, secret }: Webhook, notice: Notice): Promise<boolean> {
  const body = JSON.stringify(notice)
  try {
    const answer = await fetch(url, {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/json',
        'user-agent': 'gatehouse',
        'gatehouse-signature': signatureOf(secret, body, new Date()),
      },
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    })
    // What a receiver says besides is of no interest, and may be long.
    await answer.body?.cancel()
    return answer.ok
  } catch {
    return false
  }
}
