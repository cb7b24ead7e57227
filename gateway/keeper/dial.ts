import { createHash } from 'node:crypto'
import { connect, type Socket } from 'node:net'
import ssh2, { type Client, type ServerHostKeyAlgorithm } from 'ssh2'
import type { OpenOrder } from '@/core/sessions/order'
import type { PresentedKey } from '@/core/sessions/states'
import { authHandler, checkKey } from './authenticate'
import { classifyError, DialError, type DialStage } from './classify'
import type { Ask } from './prompts'
import { resolveTarget } from './resolve'
import { whenAborted } from './when-aborted'

/** Questions that a host may leave unanswered: with the one after them it is lost, an interval later. */
export const keepaliveMisses = 2

/** What a host may say before it says that it speaks SSH (RFC 4253 section 4.2), and before it lets anyone in; in bytes. */
const mostGreeting = 64 * 1024
const mostPreamble = 1024 * 1024
/** A read of this size fills the buffer it is made with: more waits behind it. */
const fullRead = 64 * 1024

/** ssh2's own order, less SHA-1 signatures made with `ssh-rsa`, which come last. */
const hostKeyAlgorithms: ServerHostKeyAlgorithm[] = [
  'ssh-ed25519',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  'rsa-sha2-512',
  'rsa-sha2-256',
  'ssh-rsa',
]

export interface DialHooks {
  ask: Ask
  stage: (stage: 'host-key-pending' | 'authenticating') => void
  /** Called with a key that isn't among the pinned ones. */
  hostKeyChanged: (presented: PresentedKey) => void
  /** Whatever goes wrong on the connection after the dial. */
  lost: (error: Error) => void
}

/**
 * The one function that dials. Resolves with an authenticated connection; rejects with a {@link DialError}.
 * The host's key is checked before anything of the credential is sent: a pinned one passes, a changed one ends the dial,
 * an unknown one waits for the person. The order's time limit covers all but the person's own time.
 */
export async function dial(order: OpenOrder, hooks: DialHooks, signal: AbortSignal): Promise<Client> {
  checkKey(order.auth)
  const { address, port, resolved } = order.target
  const addresses = await resolveTarget(address, order.forbiddenTargets, resolved)
  const clock = new PatientClock(order.limits.connectTimeoutMs)
  try {
    const socket = await connectFirst(addresses, port, clock, signal)
    return await handshake(socket, order, hooks, clock, signal)
  } finally {
    clock.stop()
  }
}

/** Counts down the time a host may take; stands still while a person is asked. */
class PatientClock {
  private timer: NodeJS.Timeout | undefined
  private since = 0
  private left: number
  private listener: () => void = () => {}

  constructor(limitMs: number) {
    this.left = limitMs
    this.run()
  }

  onExpiry(listener: () => void): void {
    this.listener = listener
    if (this.left <= 0) listener()
  }

  async standing<T>(work: Promise<T>): Promise<T> {
    this.stop()
    this.left -= Date.now() - this.since
    try {
      return await work
    } finally {
      this.run()
    }
  }

  stop(): void {
    clearTimeout(this.timer)
  }

  private run(): void {
    this.since = Date.now()
    this.timer = setTimeout(
      () => {
        this.left = 0
        this.listener()
      },
      Math.max(0, this.left),
    )
  }
}

async function connectFirst(
  addresses: string[],
  port: number,
  clock: PatientClock,
  signal: AbortSignal,
): Promise<Socket> {
  let last = new DialError('dns-failed')
  for (const address of addresses) {
    // What was closed while its recording was opened, or its name looked up, isn't dialed.
    if (signal.aborted) throw new DialError('closed-by-user')
    try {
      return await connectTo(address, port, clock, signal)
    } catch (error) {
      last = error instanceof DialError ? error : new DialError('internal')
      if (last.reason === 'timed-out' || signal.aborted) break
    }
  }
  throw last
}

function connectTo(address: string, port: number, clock: PatientClock, signal: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: address, port, noDelay: true })
    const fail = (error: DialError) => {
      socket.destroy()
      reject(error)
    }
    clock.onExpiry(() => fail(new DialError('timed-out')))
    whenAborted(signal, () => fail(new DialError('closed-by-user')))
    socket.once('error', (error: NodeJS.ErrnoException) =>
      fail(new DialError(classifyError(error, 'connecting'), error.code)),
    )
    socket.once('connect', () => {
      socket.removeAllListeners('error')
      takeTurns(socket)
      resolve(socket)
    })
  })
}

function handshake(
  socket: Socket,
  order: OpenOrder,
  hooks: DialHooks,
  clock: PatientClock,
  signal: AbortSignal,
): Promise<Client> {
  return new Promise((resolve, reject) => {
    const client = new ssh2.Client()
    let stage: DialStage = 'handshake'
    let settled = false
    const fail = (error: DialError) => {
      if (settled) return
      settled = true
      reject(error)
      socket.destroy()
    }
    clock.onExpiry(() => fail(new DialError('timed-out')))
    whenAborted(signal, () => fail(new DialError('closed-by-user')))
    const ask: Ask = (question) => clock.standing(hooks.ask(question))

    const preamble = hearPreamble(socket, (reason) => fail(new DialError(reason)))
    /** It talked and closed, and what it said was no SSH identification (RFC 4253 section 4.2). */
    const hungUpBySomethingElse = () => stage === 'handshake' && preamble.spoke() && !preamble.identified()

    client.on('error', (error) => {
      if (!settled) {
        fail(new DialError(hungUpBySomethingElse() ? 'not-ssh' : classifyError(error, stage), error.message))
        return
      }
      hooks.lost(error)
      // ssh2 says goodbye and waits for the other side; one that broke the rules may never answer.
      socket.destroy()
    })
    client.on('close', () =>
      fail(new DialError(stage === 'authenticating' ? 'auth-failed' : 'closed-during-handshake')),
    )
    client.on('ready', () => {
      settled = true
      preamble.over()
      resolve(client)
    })
    client.connect({
      sock: socket,
      username: order.target.login,
      // The clock above, which stands still while the person is asked, takes its place.
      readyTimeout: 0,
      keepaliveInterval: order.limits.keepaliveMs,
      keepaliveCountMax: keepaliveMisses,
      algorithms: { serverHostKey: preferPinned(order.pinnedKeys) },
      hostVerifier: (key: Buffer, verify: (valid: boolean) => void) => {
        verifyHostKey(presentedKey(key), order, hooks, ask).then(
          () => {
            stage = 'authenticating'
            hooks.stage('authenticating')
            verify(true)
          },
          (error: unknown) => fail(error instanceof DialError ? error : new DialError('internal')),
        )
      },
      authHandler: authHandler({
        login: order.target.login,
        address: order.target.address,
        auth: order.auth,
        ask,
        fail,
      }),
    })
  })
}

interface Preamble {
  /** It has said something. */
  spoke(): boolean
  /** It has said that it speaks SSH. */
  identified(): boolean
  /** Someone was let in: from here on windows hold. */
  over(): void
}

/**
 * Listens to what the host says before it lets anyone in, which nothing in SSH bounds: a greeting or banners without end
 * would be read at full speed until the time is up. Also tells another protocol's server from an SSH server that hung up.
 */
function hearPreamble(socket: Socket, tooMuch: (reason: 'not-ssh' | 'protocol-violation') => void): Preamble {
  let words = ''
  let bytes = 0
  let identified = false
  const listen = (chunk: Buffer) => {
    bytes += chunk.length
    if (!identified) {
      words += chunk.toString('latin1')
      identified = /^SSH-/m.test(words)
    }
    if (!identified && bytes > mostGreeting) tooMuch('not-ssh')
    else if (bytes > mostPreamble) tooMuch('protocol-violation')
  }
  socket.on('data', listen)
  return { spoke: () => bytes > 0, identified: () => identified, over: () => socket.off('data', listen) }
}

/**
 * A host that sends faster than it can be read gets one read a turn of the event loop: Node would go on with one socket
 * for two megabytes before it looks at the next, and who types there would wait.
 */
function takeTurns(socket: Socket): void {
  socket.on('data', (chunk: Buffer) => {
    if (chunk.length < fullRead) return
    socket.pause()
    setImmediate(() => socket.resume())
  })
}

async function verifyHostKey(presented: PresentedKey, order: OpenOrder, hooks: DialHooks, ask: Ask): Promise<void> {
  if (order.pinnedKeys.some((pinned) => pinned.publicKey === presented.publicKey)) return
  if (order.pinnedKeys.length > 0) {
    hooks.hostKeyChanged(presented)
    throw new DialError('host-key-changed')
  }
  hooks.stage('host-key-pending')
  const answer = await ask({ kind: 'host-key', presented, mayAccept: order.mayAcceptHostKey })
  if (!answer.accept) throw new DialError('host-key-refused')
}

/** The host should show the kind of key it is known by: one of another kind would count as changed. */
function preferPinned(pinned: readonly PresentedKey[]): ServerHostKeyAlgorithm[] {
  const known = new Set(pinned.map((key) => key.keyType))
  const isKnown = (algorithm: string) => known.has(algorithm.startsWith('rsa-sha2') ? 'ssh-rsa' : algorithm)
  return [...hostKeyAlgorithms.filter(isKnown), ...hostKeyAlgorithms.filter((algorithm) => !isKnown(algorithm))]
}

/** RFC 4253 section 6.6: the blob begins with its type as a string. */
function presentedKey(blob: Buffer): PresentedKey {
  const length = blob.readUInt32BE(0)
  return {
    keyType: blob.subarray(4, 4 + length).toString('latin1'),
    fingerprint: `SHA256:${createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')}`,
    publicKey: blob.toString('base64'),
  }
}
