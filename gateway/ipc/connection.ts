import { connect, type Socket } from 'node:net'
import { encodeMessage, FrameDecoder, InPlaceDecoder } from './codec'
import type { KeeperMessage, PortalMessage } from './messages'

interface Handlers<In> {
  message: (message: In) => void
  closed: (error?: Error) => void
}

/** One end of the Unix socket between a portal and a keeper: `Out` is what this end says, `In` what it hears. */
export class Connection<In extends PortalMessage | KeeperMessage, Out extends PortalMessage | KeeperMessage> {
  private failure: Error | undefined

  private constructor(
    private readonly socket: Socket,
    handlers: Handlers<In>,
  ) {
    socket.setNoDelay()
    socket.on('error', (error) => {
      this.failure ??= error
    })
    socket.on('close', () => handlers.closed(this.failure))
  }

  /** Over a socket that is connected. */
  static over<In extends PortalMessage | KeeperMessage, Out extends PortalMessage | KeeperMessage>(
    socket: Socket,
    handlers: Handlers<In>,
  ): Connection<In, Out> {
    const connection = new Connection<In, Out>(socket, handlers)
    const decoder = new FrameDecoder<In>()
    socket.on('data', (chunk: Buffer) => {
      connection.guarded(() => {
        for (const message of decoder.push(chunk)) handlers.message(message)
      })
    })
    return connection
  }

  /**
   * To the socket of this path, for an end that hears much: bytes in a message are lent, and their listener's only until it
   * returns. Rejects when nobody listens there.
   */
  static to<In extends PortalMessage | KeeperMessage, Out extends PortalMessage | KeeperMessage>(
    path: string,
    handlers: Handlers<In>,
  ): Promise<Connection<In, Out>> {
    let connection: Connection<In, Out> | undefined
    const decoder = new InPlaceDecoder<In>(handlers.message)
    const socket = connect({
      path,
      onread: {
        buffer: () => decoder.room,
        callback: (bytes) => {
          connection?.guarded(() => decoder.read(bytes))
          return true
        },
      },
    })
    return new Promise((resolve, reject) => {
      socket.once('error', reject)
      socket.once('connect', () => {
        connection = new Connection(socket, handlers)
        resolve(connection)
      })
    })
  }

  send(message: Out): void {
    if (!this.socket.writable) return
    const pieces = encodeMessage(message)
    if (pieces.length > 1) this.socket.cork()
    for (const piece of pieces) this.socket.write(piece)
    if (pieces.length > 1) this.socket.uncork()
  }

  /** Sends what is pending, then closes. */
  end(): void {
    this.socket.end()
  }

  destroy(): void {
    this.socket.destroy()
  }

  /** What can't be read ends the connection. */
  private guarded(read: () => void): void {
    try {
      read()
    } catch (error) {
      this.failure = error instanceof Error ? error : new Error(String(error))
      this.socket.destroy()
    }
  }
}
