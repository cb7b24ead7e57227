import { once } from 'node:events'
import { createRequire } from 'node:module'
import { createServer, type Server, type Socket } from 'node:net'
import type { Writable } from 'node:stream'
import ssh2, { type ServerChannel } from 'ssh2'

/** A small server that does one thing no honest host does; what can't be had from a real sshd. */
export interface HostileHost {
  host: '127.0.0.1'
  port: number
  /** Login names and secrets that reached it, to prove that none did. */
  received: string[]
  stop(): Promise<void>
}

async function listen(server: Server, received: string[] = []): Promise<HostileHost> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    host: '127.0.0.1',
    port: address.port,
    received,
    async stop() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

/** Accepts and says nothing. */
export const silentHost = () => listen(createServer(() => {}))

/** Speaks, but not SSH: a line of garbage, then binary noise. */
export const garbageHost = () =>
  listen(
    createServer(
      (socket) =>
        void socket.write(Buffer.concat([Buffer.from('\x1b]0;pwned\x07HTTP/1.1 400\r\n'), Buffer.alloc(20_000, 0xfe)])),
    ),
  )

/** Greets as an SSH server should, reads the client's key exchange, and hangs up. */
export const closesInKeyExchange = () =>
  listen(
    createServer((socket) => {
      socket.write('SSH-2.0-Hostile_1.0\r\n')
      socket.once('data', () => socket.end())
    }),
  )

const hostKey = () => ssh2.utils.generateKeyPairSync('ed25519').private

function shellHost(onShell: (channel: ServerChannel) => void, spoil: (client: ssh2.Connection) => void = () => {}) {
  const received: string[] = []
  const ssh = new ssh2.Server({ hostKeys: [hostKey()] }, (client) => {
    client.on('error', () => {})
    client.on('authentication', (auth) => {
      if (auth.method === 'password') received.push(auth.username, auth.password)
      if (auth.method === 'none') auth.reject(['password'])
      else auth.accept()
    })
    client.on('session', (accept) => {
      spoil(client)
      const session = accept()
      session.on('pty', (acceptPty) => acceptPty())
      session.on('shell', (acceptShell) => onShell(acceptShell()))
    })
  })
  return listen(serverOf(ssh), received)
}

/** ssh2's server is a net.Server behind `_srv`; its types don't say so. */
const serverOf = (ssh: ssh2.Server) => (ssh as unknown as { _srv: Server })._srv

/** Talks without end before it says that it speaks SSH, as RFC 4253 section 4.2 lets it begin. */
export const endlessGreetingHost = () => listen(createServer((socket) => pour(socket, `${'welcome '.repeat(100)}\r\n`)))

/** Writes as fast as the other side takes it. */
function pour(socket: Writable, text: string): void {
  const block = Buffer.from(text.repeat(Math.ceil(32_768 / text.length)))
  const fill = () => {
    while (socket.writable && socket.write(block));
  }
  socket.on('drain', fill)
  fill()
}

interface WireProtocol {
  _packetRW: { write: { allocStart: number; alloc(bytes: number): Buffer; finalize(packet: Buffer): Buffer } }
}
// ssh2 sends a banner once; what writes packets is not among its exports, nor in its types.
const { sendPacket } = createRequire(import.meta.url)('ssh2/lib/protocol/utils.js') as {
  sendPacket(protocol: WireProtocol, packet: Buffer): void
}

/** Sends banners (RFC 4252 section 5.4) without end, and never says whether one may come in. */
export const endlessBannerHost = () => {
  const banner = Buffer.from('a word of welcome\r\n'.repeat(1500))
  const head = Buffer.alloc(5)
  head.writeUInt8(53, 0)
  head.writeUInt32BE(banner.length, 1)
  const body = Buffer.concat([head, banner, Buffer.alloc(4)])
  const ssh = new ssh2.Server({ hostKeys: [hostKey()] }, (client) => {
    client.on('error', () => {})
    client.once('authentication', () => {
      const { _protocol, _sock } = client as unknown as { _protocol: WireProtocol; _sock: Socket }
      const { write } = _protocol._packetRW
      const fill = () => {
        // A few at a time: a connection that was cut takes all and never fills up.
        for (let n = 0; n < 8 && _sock.writable && !_sock.writableNeedDrain; n++) {
          const { allocStart } = write
          const packet = write.alloc(body.length)
          packet.set(body, allocStart)
          sendPacket(_protocol, write.finalize(packet))
        }
        if (_sock.writable && !_sock.writableNeedDrain) setImmediate(fill)
      }
      _sock.on('drain', fill)
      fill()
    })
  })
  return listen(serverOf(ssh))
}

/** Announces that it takes packets of 0 bytes at most (mscdex/ssh2#1504). */
export const packetSizeZeroHost = () =>
  shellHost(
    () => {},
    (client) => {
      // The one place where the confirmation's numbers can be changed is the protocol object that writes it.
      const { _protocol } = client as unknown as { _protocol: { channelOpenConfirm(...args: number[]): void } }
      const confirm = _protocol.channelOpenConfirm.bind(_protocol)
      _protocol.channelOpenConfirm = (remote = 0, local = 0, window = 0) => confirm(remote, local, window, 0)
    },
  )

/** Pours without regard for the window (mscdex/ssh2#1505), until the connection is cut. */
export const windowOverrunHost = () =>
  shellHost((channel) => {
    const raw = channel as unknown as {
      outgoing: { id: number; window: number }
      _client: { _protocol: { channelData(id: number, data: Buffer): void }; _sock: Socket }
    }
    const block = Buffer.alloc(32_000, 'x')
    const pour = () => {
      if (raw._client._sock.destroyed) return
      for (let n = 0; n < 16; n++) raw._client._protocol.channelData(raw.outgoing.id, block)
      setImmediate(pour)
    }
    pour()
  })

/** Opens a shell and hangs up at once, without an exit status. */
export const hangsUpHost = () => shellHost((channel) => void channel.end())

/** Tells how the shell ended before it sends the last of what it printed. */
export const exitFirstHost = () =>
  shellHost((channel) => {
    channel.exit(3)
    setImmediate(() => channel.end('last words'))
  })

/** Prints without end, and never a line's end. */
export const endlessLineHost = () => shellHost((channel) => pour(channel, 'x'))

/** What it is, where its cursor stands, what else it is, how it draws. */
const questions = '\u001b[c\u001b[6n\u001b[>c\u001bP$qm\u001b\\'

/** Asks the terminal, as fast as it is read. Takes every answer, and asks on. */
export const questionHost = () =>
  shellHost((channel) => {
    channel.resume()
    pour(channel, questions)
  })

/** Asks as {@link questionHost} does, and takes no answer. */
export const deafQuestionHost = () => shellHost((channel) => pour(channel, questions))
