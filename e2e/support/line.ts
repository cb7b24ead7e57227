import { once } from 'node:events'
import { createServer, request, type Server } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'

/** The network between a browser and Gatehouse, as a proxy that the browser goes through: it can be cut, and be whole again. */
export class Line {
  private readonly sockets = new Set<Socket>()
  private isCut = false

  private constructor(private readonly server: Server) {
    server.on('connection', (socket) => {
      if (this.isCut) socket.destroy()
      this.watch(socket)
    })
    server.on('request', (incoming, answer) => {
      const { url = '', method, headers } = incoming
      const onward = request(url, { method, headers }, (reply) => {
        answer.writeHead(reply.statusCode ?? 502, reply.rawHeaders)
        reply.pipe(answer)
      })
      onward.on('error', () => answer.destroy())
      incoming.pipe(onward)
    })
    server.on('connect', ({ url = '' }, socket: Socket) => {
      const [host, port] = url.split(':')
      const onward = connect(Number(port), host)
      this.watch(onward)
      onward.on('connect', () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n')
        socket.pipe(onward).pipe(socket)
      })
      for (const [one, other] of [
        [socket, onward],
        [onward, socket],
      ] as const) {
        one.on('close', () => other.destroy())
      }
    })
  }

  static async start(): Promise<Line> {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    return new Line(server)
  }

  get url(): string {
    // A server on a port has such an address.
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`
  }

  /** Every connection breaks without a word, and none comes about. */
  cut(): void {
    this.isCut = true
    for (const socket of this.sockets) socket.destroy()
  }

  /** What is connected now stays connected, and nothing passes any more, as after a change of networks; new connections do. */
  freeze(): void {
    for (const socket of this.sockets) {
      socket.unpipe()
      socket.pause()
    }
  }

  mend(): void {
    this.isCut = false
  }

  async stop(): Promise<void> {
    this.cut()
    this.server.close()
    await once(this.server, 'close')
  }

  private watch(socket: Socket): void {
    this.sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => this.sockets.delete(socket))
  }
}
