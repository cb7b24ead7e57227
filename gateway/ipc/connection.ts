import type { Socket } from 'node:net'
import { encodeMessage, FrameDecoder } from './codec'
import type { KeeperMessage, PortalMessage } from './messages'

/** One end of the Unix socket between a portal and a keeper: `Out` is what this end says, `In` what it hears. */
export class Connection<In extends PortalMessage | KeeperMessage, Out extends PortalMessage | KeeperMessage> {
  private readonly decoder = new FrameDecoder<In>()

  constructor(
    private readonly socket: Socket,
    private readonly handlers: { message: (message: In) => void; closed: (error?: Error) => void },
  ) {
    let failure: Error | undefined
    socket.setNoDelay()
    socket.on('data', (chunk: Buffer) => {
      try {
        for (const message of this.decoder.push(chunk)) this.handlers.message(message)
      } catch (error) {
        failure = error instanceof Error ? error : new Error(String(error))
        socket.destroy()
      }
    })
    socket.on('error', (error) => {
      failure ??= error
    })
    socket.on('close', () => this.handlers.closed(failure))
  }

  send(message: Out): void {
    if (this.socket.writable) this.socket.write(encodeMessage(message))
  }

  /** Sends what is pending, then closes. */
  end(): void {
    this.socket.end()
  }

  destroy(): void {
    this.socket.destroy()
  }
}
