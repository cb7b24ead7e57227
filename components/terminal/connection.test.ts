import { createServer, type Server as HttpServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Namespace, Server, type Socket } from 'socket.io'
import parser from 'socket.io-msgpack-parser'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import {
  type AttachRequest,
  type ClientEvents,
  type Opened,
  parseInput,
  type Reply,
  type ServerEvents,
} from '@/core/sessions/wire'
import { Connection, type ConnectionEvents, type Target } from './connection'
import type { WatchTimes } from './line-watch'

type PortalSocket = Socket<ClientEvents, ServerEvents>

const opened: Opened = {
  sessionId: '6f6b2b7e-5f5d-4b1e-9f0a-3f1f7d1a0001',
  hostName: 'web-1',
  address: '192.0.2.1',
  port: 22,
  login: 'deploy',
  pasteLimitBytes: 1024 * 1024,
  encoding: 'utf-8',
}
const target = { kind: 'account', accountId: 'a' } as const
const size = { cols: 80, rows: 24 }

let http: HttpServer
let io: Server
let live: Namespace<ClientEvents, ServerEvents>
let origin: string
let connection: Connection | undefined

beforeEach(async () => {
  http = createServer()
  io = new Server(http, { parser, transports: ['websocket'] })
  live = io.of('/live')
  await new Promise<void>((done) => http.listen(0, '127.0.0.1', done))
  origin = `http://127.0.0.1:${(http.address() as AddressInfo).port}` // Listening on TCP: never a string.
})

afterEach(async () => {
  connection?.dispose()
  await io.close()
})

function connect(to: Target = target, times?: WatchTimes) {
  const events = {
    opened: vi.fn<ConnectionEvents['opened']>(),
    state: vi.fn<ConnectionEvents['state']>(),
    prompt: vi.fn<ConnectionEvents['prompt']>(),
    output: vi.fn<ConnectionEvents['output']>(),
    screen: vi.fn<ConnectionEvents['screen']>(),
    warning: vi.fn<ConnectionEvents['warning']>(),
    line: vi.fn<ConnectionEvents['line']>(),
    unsent: vi.fn<ConnectionEvents['unsent']>(),
    dropped: vi.fn<ConnectionEvents['dropped']>(),
    takenOver: vi.fn<ConnectionEvents['takenOver']>(),
    lost: vi.fn<ConnectionEvents['lost']>(),
    roundTrip: vi.fn<ConnectionEvents['roundTrip']>(),
  }
  connection = new Connection(to, size, events, { origin, times })
  return { connection, events }
}
const isOpen = { state: 'open', recording: true, openedAt: 1 } as const
/** What the portal would make of an `input` message. */
const bytesOf = (id: string, sent: unknown) => parseInput([id, sent])?.bytes ?? new Uint8Array()
const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes)

/** A portal that opens a session for everyone; `then` plays its part. */
function portal(then: (socket: PortalSocket) => void, reply: Reply<Opened> = { ok: true, value: opened }) {
  live.on('connection', (socket) => {
    socket.on('open', (_request, answer) => {
      answer(reply)
      then(socket)
    })
  })
}

/** A session that outlives its sockets: it answers `attach` with what it has accepted, and takes input in order. */
function lastingSession() {
  const session = { accepted: '', attached: [] as AttachRequest[], socket: undefined as PortalSocket | undefined }
  live.on('connection', (socket) => {
    session.socket = socket
    socket.on('open', (_request, answer) => {
      answer({ ok: true, value: opened })
      socket.emit('state', opened.sessionId, isOpen)
    })
    socket.on('attach', (request, answer) => {
      session.attached.push(request)
      answer({ ok: true, value: { kind: 'attached', ...opened, accepted: session.accepted.length } })
      socket.emit('state', opened.sessionId, isOpen)
    })
    socket.on('input', (id, sent, reply) => {
      session.accepted += decode(bytesOf(id, sent))
      reply?.({ ok: true, value: session.accepted.length })
    })
  })
  return session
}

describe('a connection', () => {
  it('misses no state or output that follows the answer at once', async () => {
    portal((socket) => {
      socket.emit('state', opened.sessionId, { state: 'dialing' })
      socket.emit('output', opened.sessionId, Buffer.from('hé'))
    })
    const { events } = connect()
    await vi.waitFor(() => expect(events.output).toHaveBeenCalledTimes(1))
    expect(events.opened).toHaveBeenCalledWith(opened)
    expect(events.state).toHaveBeenCalledWith({ state: 'dialing' })
    expect(events.output).toHaveBeenCalledWith(new TextEncoder().encode('hé'), 3)
  })

  it('takes nothing that belongs to another session', async () => {
    portal((socket) => {
      socket.emit('output', '6f6b2b7e-5f5d-4b1e-9f0a-3f1f7d1a0002', Buffer.from('foreign'))
      socket.emit('output', opened.sessionId, Buffer.from('own'))
    })
    const { events } = connect()
    await vi.waitFor(() => expect(events.output).toHaveBeenCalled())
    expect(events.output.mock.calls.map(([bytes]) => decode(bytes))).toEqual(['own'])
  })

  it('tells what was drawn in steps, and the rest when nothing is left, but for a mere echo', async () => {
    const told: number[] = []
    let say = (_bytes: number) => {}
    portal((socket) => {
      say = (bytes) => void socket.emit('output', opened.sessionId, Buffer.alloc(bytes))
      socket.on('drawn', (_id, total) => told.push(total))
    })
    const { connection: one, events } = connect()
    const heard = async (bytes: number) => {
      const before = events.output.mock.calls.length
      say(bytes)
      await vi.waitFor(() => expect(events.output).toHaveBeenCalledTimes(before + 1))
    }
    await vi.waitFor(() => expect(events.opened).toHaveBeenCalled())
    await heard(40_000)
    for (let drawn = 1000; drawn <= 40_000; drawn += 1000) one.drewTo(drawn)
    await heard(1000)
    one.drewTo(41_000)
    await heard(4000)
    one.drewTo(45_000)
    await vi.waitFor(() => expect(told).toEqual([33_000, 40_000, 45_000]))
  })

  it('cuts a paste into frames no larger than the host has room for, and keeps what is typed meanwhile behind it', async () => {
    const frames: number[] = []
    let last: number | undefined
    let ahead = 0
    let most = 0
    let total = 0
    portal((socket) => {
      socket.emit('state', opened.sessionId, isOpen)
      socket.on('input', (id, sent, reply) => {
        const bytes = bytesOf(id, sent)
        frames.push(bytes.length)
        last = bytes.at(-1)
        ahead += bytes.length
        most = Math.max(most, ahead)
        setImmediate(() => {
          ahead -= bytes.length
          total += bytes.length
          reply?.({ ok: true, value: total })
        })
      })
    })
    const { connection: one, events } = connect()
    await vi.waitFor(() => expect(events.state).toHaveBeenCalledWith(isOpen))
    const done = one.paste(new Uint8Array(150_000).fill(97))
    one.input(new Uint8Array([98]))
    expect(await done).toBe(true)
    await vi.waitFor(() => expect(last).toBe(98))
    expect(Math.max(...frames)).toBe(65_536)
    expect(frames.reduce((sum, bytes) => sum + bytes, 0)).toBe(150_001)
    expect(most).toBeLessThanOrEqual(65_536)
  })

  it('comes back by itself where it was, and delivers what was typed meanwhile once', async () => {
    const session = lastingSession()
    const { connection: one, events } = connect()
    await vi.waitFor(() => expect(events.state).toHaveBeenCalledWith(isOpen))
    session.socket?.emit('output', opened.sessionId, Buffer.from('12345'))
    one.input(new TextEncoder().encode('before '))
    await vi.waitFor(() => expect(session.accepted).toBe('before '))
    await vi.waitFor(() => expect(events.output).toHaveBeenCalled())
    session.socket?.conn.close()
    await vi.waitFor(() => expect(events.line).toHaveBeenCalledWith(false))
    one.input(new TextEncoder().encode('meanwhile'))
    expect(events.unsent).toHaveBeenLastCalledWith(9, false)
    await vi.waitFor(() => expect(session.accepted).toBe('before meanwhile'))
    expect(session.attached).toMatchObject([{ sessionId: opened.sessionId, from: 5, ...size }])
    expect(events.line).toHaveBeenLastCalledWith(true)
    expect(events.unsent).toHaveBeenLastCalledWith(0, false)
    expect(events.lost).not.toHaveBeenCalled()
  })

  it('sends again what was on its way when the line broke, and only that', async () => {
    const session = lastingSession()
    const { connection: one, events } = connect()
    await vi.waitFor(() => expect(events.state).toHaveBeenCalledWith(isOpen))
    session.socket?.removeAllListeners('input')
    session.socket?.on('input', () => {
      // Half of it arrived before the portal died.
      session.accepted = 'rm -r'
      session.socket?.conn.close()
    })
    one.input(new TextEncoder().encode('rm -rf x'))
    await vi.waitFor(() => expect(session.accepted).toBe('rm -rf x'))
  })

  it('drops what waits only when asked', async () => {
    const session = lastingSession()
    const { connection: one, events } = connect()
    await vi.waitFor(() => expect(events.state).toHaveBeenCalledWith(isOpen))
    session.socket?.conn.close()
    await vi.waitFor(() => expect(events.line).toHaveBeenCalledWith(false))
    one.input(new TextEncoder().encode('reboot\r'))
    expect(one.discardUnsent()).toBe(7)
    one.input(new TextEncoder().encode('ls'))
    await vi.waitFor(() => expect(session.accepted).toBe('ls'))
  })

  it('attaches to a session by its name, and draws the screen it is given', async () => {
    live.on('connection', (socket) => {
      socket.on('attach', (request, answer) => {
        expect(request.from).toBeUndefined()
        answer({ ok: true, value: { kind: 'attached', ...opened, openedAt: 7, accepted: 0 } })
        const screen = { offset: 100, cols: 80, rows: 24, title: 'top', bytes: Buffer.from('screen') }
        socket.emit('screen', opened.sessionId, screen)
        socket.emit('output', opened.sessionId, Buffer.from('!'))
      })
    })
    const { events } = connect({ kind: 'session', sessionId: opened.sessionId })
    await vi.waitFor(() => expect(events.output).toHaveBeenCalledWith(new TextEncoder().encode('!'), 101))
    expect(events.screen.mock.calls.map(([{ bytes, offset }]) => [decode(bytes), offset])).toEqual([['screen', 100]])
  })

  it('tells how a session ended that it comes too late for', async () => {
    live.on('connection', (socket) =>
      socket.on('attach', (_request, answer) =>
        answer({ ok: true, value: { kind: 'ended', end: { reason: 'exited', exitStatus: 3 } } }),
      ),
    )
    const { events } = connect({ kind: 'session', sessionId: opened.sessionId })
    const closed = { state: 'closed', end: { reason: 'exited', exitStatus: 3 } }
    await vi.waitFor(() => expect(events.state).toHaveBeenCalledWith(closed))
  })

  it('finds out that a line which stays open says nothing any more, and makes a new one', async () => {
    const session = lastingSession()
    live.on('connection', (socket) => {
      socket.on('echo', (answer) => session.attached.length > 0 && answer())
    })
    // The next question comes before the last one is given up, as in a page.
    const { events } = connect(target, { everyMs: 50, limitMs: 400 })
    await vi.waitFor(() => expect(events.line.mock.calls).toEqual([[false], [true]]), 5000)
    expect(session.attached).toHaveLength(1)
    await vi.waitFor(() => expect(events.roundTrip).toHaveBeenCalled())
    expect(events.lost).not.toHaveBeenCalled()
  })

  it('asks again when it is refused for the moment alone, at the door or by the session', async () => {
    const session = lastingSession()
    const refusals = { door: 0, session: 0 }
    live.use((_socket, next) => next(refusals.door-- > 0 ? new Error('limit-reached') : undefined))
    live.on('connection', (socket) => {
      if (refusals.session-- <= 0) return
      socket.removeAllListeners('attach')
      socket.once('attach', (_request, answer) => {
        answer({ ok: false, error: { code: 'internal', params: {} } })
        socket.on('attach', (_again, reply) => {
          reply({ ok: true, value: { kind: 'attached', ...opened, accepted: session.accepted.length } })
          socket.emit('state', opened.sessionId, isOpen)
        })
      })
    })
    const { connection: one, events } = connect()
    await vi.waitFor(() => expect(events.state).toHaveBeenCalledWith(isOpen))
    Object.assign(refusals, { door: 2, session: 1 })
    session.socket?.conn.close()
    await vi.waitFor(() => expect(events.line).toHaveBeenCalledWith(false))
    one.input(new TextEncoder().encode('kept'))
    await vi.waitFor(() => expect(session.accepted).toBe('kept'), 5000)
    expect(events.line).toHaveBeenLastCalledWith(true)
    expect(events.lost).not.toHaveBeenCalled()
    expect(events.dropped).not.toHaveBeenCalled()
  })

  it('ends a session as soon as the line is up again when that was asked for while it was down', async () => {
    const session = lastingSession()
    const closed = vi.fn()
    const { connection: one, events } = connect()
    live.on('connection', (socket) => socket.on('close', closed))
    await vi.waitFor(() => expect(events.state).toHaveBeenCalledWith(isOpen))
    session.socket?.conn.close()
    await vi.waitFor(() => expect(events.line).toHaveBeenCalledWith(false))
    one.input(new TextEncoder().encode('never'))
    one.close()
    one.dispose()
    await vi.waitFor(() => expect(closed).toHaveBeenCalledExactlyOnceWith(opened.sessionId, expect.any(Function)))
    const left = new Promise((done) => session.socket?.once('disconnect', done))
    session.socket?.emit('state', opened.sessionId, { state: 'closed', end: { reason: 'closed-by-user' } })
    await left
    expect(session.accepted).toBe('')
    expect(events.line).toHaveBeenCalledOnce()
  })

  it('says how much of what was typed was never sent when the session is over, and when another page has it', async () => {
    const ends = [
      (socket: PortalSocket) =>
        socket.emit('state', opened.sessionId, { state: 'closed', end: { reason: 'duration-limit' } }),
      (socket: PortalSocket) => socket.emit('taken-over', opened.sessionId),
    ]
    for (const end of ends) {
      live.removeAllListeners('connection')
      live.on('connection', (socket) => {
        socket.on('open', (_request, answer) => {
          answer({ ok: true, value: opened })
          socket.emit('state', opened.sessionId, isOpen)
        })
        socket.on('attach', () => end(socket))
      })
      const { connection: one, events } = connect()
      await vi.waitFor(() => expect(events.state).toHaveBeenCalledWith(isOpen))
      for (const socket of live.sockets.values()) socket.conn.close()
      await vi.waitFor(() => expect(events.line).toHaveBeenCalledWith(false))
      one.input(new TextEncoder().encode('reboot\r'))
      await vi.waitFor(() => expect(events.dropped).toHaveBeenCalledExactlyOnceWith(7))
    }
  })

  it('comes back at once when told to, whatever the pause before the next try', async () => {
    const session = lastingSession()
    const { connection: one, events } = connect()
    await vi.waitFor(() => expect(events.state).toHaveBeenCalledWith(isOpen))
    const door = { tries: 0, open: false }
    io.engine.opts.allowRequest = (_request, decide) => {
      door.tries += 1
      decide(null, door.open)
    }
    session.socket?.conn.close()
    await vi.waitFor(() => expect(door.tries).toBe(3), 10_000)
    // By itself it would wait for more than a second now.
    door.open = true
    const before = performance.now()
    one.nudge()
    await vi.waitFor(() => expect(events.line).toHaveBeenLastCalledWith(true))
    expect(performance.now() - before).toBeLessThan(1000)
  })

  it('leaves the session to the page that took it over', async () => {
    portal((socket) => socket.emit('taken-over', opened.sessionId))
    const { events } = connect()
    await vi.waitFor(() => expect(events.takenOver).toHaveBeenCalledOnce())
    expect(events.lost).not.toHaveBeenCalled()
  })

  it('lets go of the socket when the session is over, and calls nothing lost', async () => {
    const left = vi.fn()
    portal((socket) => {
      socket.on('disconnect', left)
      socket.emit('state', opened.sessionId, { state: 'closed', end: { reason: 'exited', exitStatus: 0 } })
    })
    const { events } = connect()
    await vi.waitFor(() => expect(left).toHaveBeenCalled())
    expect(events.state).toHaveBeenCalledWith({ state: 'closed', end: { reason: 'exited', exitStatus: 0 } })
    expect(events.lost).not.toHaveBeenCalled()
  })

  it('passes on why it was not let in, or that nobody was there', async () => {
    live.use((_socket, next) => next(new Error('not-signed-in')))
    const { events } = connect()
    await vi.waitFor(() =>
      expect(events.lost).toHaveBeenCalledExactlyOnceWith({ code: 'not-signed-in', params: {} }, false),
    )
    connection?.dispose()
    await io.close()
    const { events: alone } = connect()
    await vi.waitFor(() => expect(alone.lost).toHaveBeenCalledExactlyOnceWith('disconnected', false))
  })

  it('ends with the reason for which the web session ended', async () => {
    portal((socket) => {
      socket.emit('signed-out', 'access-ended')
      socket.disconnect(true)
    })
    const { events } = connect()
    await vi.waitFor(() =>
      expect(events.state).toHaveBeenCalledWith({ state: 'closed', end: { reason: 'access-ended' } }),
    )
    expect(events.lost).not.toHaveBeenCalled()
  })
})
