import type { LiveSessions } from '@/core/sessions/live'
import { RemoteLiveSessions } from './live-rpc'
import { type FromPages, fromPortal } from './messages'

/** The pages' end of the channel to the portal that started them: answers its pings, and asks it about running sessions. */
export class Channel {
  private readonly remote = new RemoteLiveSessions((ask) => this.send(ask))

  /** `orphaned` is called when the portal is gone. */
  constructor(orphaned: () => void) {
    process.on('disconnect', orphaned)
    process.on('message', (raw) => {
      const message = fromPortal.parse(raw)
      if (message.type === 'ping') void this.send({ type: 'pong', nonce: message.nonce }).catch(() => {})
      else this.remote.hear(message)
    })
  }

  get live(): LiveSessions {
    return this.remote
  }

  /** Resolves when the message is on its way. Rejects when the portal is gone. */
  send(message: FromPages): Promise<void> {
    return new Promise((resolve, reject) => {
      if (!process.send) throw new Error('There is no channel to the portal.')
      process.send(message, undefined, {}, (error) => (error ? reject(error) : resolve()))
    })
  }
}
