import { once } from 'node:events'
import { createServer } from 'node:http'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { OpenOrder } from '@/core/sessions/order'
import type { EndReason } from '@/core/sessions/reasons'
import type { PresentedKey } from '@/core/sessions/states'
import { bundledKeeper } from '../testing/bundled-keeper'
import * as hostile from '../testing/hostile-hosts'
import { KeeperClient, testLimits } from '../testing/keeper-client'
import { freePort, type RunningSshd, startSshd } from '../testing/sshd'
import { Keeper } from './server'
import { firstWindowBytes } from './viewer-window'

let sshd: RunningSshd
let bundle: Awaited<ReturnType<typeof bundledKeeper>>
beforeAll(async () => {
  ;[sshd, bundle] = await Promise.all([startSshd(), bundledKeeper()])
})
afterAll(async () => {
  bundle.remove()
  await sshd.stop()
})

let client: KeeperClient
let over: Promise<void>
beforeEach(async () => {
  client = new KeeperClient()
  over = new Promise(
    (resolve) =>
      new Keeper(
        { socketPath: client.socketPath, build: 'test', patienceMs: 100, screenWorker: bundle.screenWorker },
        resolve,
      ),
  )
  await client.connect()
})
afterEach(async () => {
  client.send({ type: 'shutdown', reason: 'shutdown' })
  await over
  client.destroy()
})

const target = (server: { host: string; port: number } = sshd) => ({
  address: server.host,
  port: server.port,
  login: sshd.login,
})
const withKey = () => ({ kind: 'private-key' as const, privateKey: sshd.privateKey })
const withPassword = (password = sshd.password) => ({ kind: 'password' as const, password })

async function pinnedKey(): Promise<PresentedKey> {
  const handle = client.open(target(), { kind: 'ask' })
  const { prompt } = await client.until(handle, 'prompt')
  client.send({ type: 'close', handle, reason: 'closed-by-user' })
  await client.until(handle, 'ended')
  if (prompt.kind !== 'host-key') throw new Error('a host key was expected')
  return prompt.presented
}

async function openShell(order: Partial<OpenOrder> = {}, stall = false): Promise<number> {
  const handle = client.open(target(), withKey(), { pinnedKeys: [await pinnedKey()], ...order }, stall)
  await client.until(handle, 'state', ({ state }) => state.state === 'open')
  return handle
}

async function reasonOf(handle: number): Promise<EndReason> {
  return (await client.until(handle, 'ended')).end.reason
}

describe('a session', () => {
  it('asks about an unknown host key before it sends anything, then opens a shell and records it', async () => {
    const handle = client.open(target(), withKey())
    const { prompt } = await client.until(handle, 'prompt')
    expect(prompt).toMatchObject({
      kind: 'host-key',
      mayAccept: true,
      presented: { fingerprint: sshd.fingerprints[0] },
    })
    client.send({ type: 'answer', handle, promptId: prompt.promptId, answer: { kind: 'host-key', accept: true } })
    await client.until(handle, 'state', ({ state }) => state.state === 'open')
    client.type(handle, 'echo "$TERM $((6*7))" 中文; exit 3\r')
    const { end, tally } = await client.until(handle, 'ended')
    expect(end).toEqual({ reason: 'exited', exitStatus: 3 })
    expect(client.output(handle).toString()).toContain('xterm-256color 42 中文')
    const { verdict, output, events } = await client.recording(handle)
    expect(verdict).toBe('complete')
    expect(output.equals(client.output(handle))).toBe(true)
    expect(events.some((event) => event.type === 'exit' && event.status === 3)).toBe(true)
    expect(tally).toMatchObject({ bytesOut: output.length, recordingComplete: true })
  })

  it('goes through its states in order', async () => {
    const handle = await openShell()
    client.send({ type: 'close', handle, reason: 'closed-by-administrator' })
    expect(await reasonOf(handle)).toBe('closed-by-administrator')
    const states = client.heard.flatMap((m) => (m.type === 'state' && m.handle === handle ? [m.state.state] : []))
    expect(states).toEqual(['dialing', 'authenticating', 'open', 'closing'])
  })

  it('tells the shell that the terminal speaks UTF-8, so that 中文 can be typed key by key', async () => {
    const handle = await openShell()
    for (const character of 'echo 中文 表示') client.type(handle, character)
    await client.untilOutput(handle, 'echo 中文 表示')
    client.type(handle, '\r')
    await client.untilOutput(handle, /\r中文 表示/)
  })

  it('resizes the host and notes it in the recording', async () => {
    const handle = await openShell()
    client.send({ type: 'resize', handle, cols: 132, rows: 43 })
    client.type(handle, 'stty size; exit\r')
    await client.untilOutput(handle, '43 132')
    await client.until(handle, 'ended')
    const { events } = await client.recording(handle)
    expect(events).toContainEqual(expect.objectContaining({ type: 'resize', cols: 132, rows: 43 }))
  })

  it('pauses the host while the viewer draws nothing, and loses nothing when it goes on', async () => {
    const handle = await openShell({}, true)
    client.type(handle, 'stty -echo; seq 1 300000; echo done; exit\r')
    await client.untilOutput(handle, '\n20000\r')
    const { prompt } = await client.until(client.open(target(), { kind: 'ask' }), 'prompt')
    expect(prompt.kind).toBe('host-key')
    const held = client.output(handle).length
    // The window, and what one more read of ssh2's buffer may bring.
    expect(held).toBeLessThan(firstWindowBytes + 64 * 1024)
    const timer = setInterval(
      () => client.send({ type: 'drawn', attachment: handle, total: client.offsets.get(handle) ?? 0 }),
      5,
    )
    await client.until(handle, 'ended')
    clearInterval(timer)
    const numbers =
      client
        .output(handle)
        .toString()
        .match(/^\d+\r$/gm) ?? []
    expect(numbers.length).toBe(300_000)
  })

  it('stops a flood soon after Ctrl-C', async () => {
    const handle = await openShell({}, true)
    client.type(handle, 'yes\r')
    await client.untilOutput(handle, 'y\r\ny')
    // A viewer that draws 4 MB/s or so, which is less than the host sends.
    let drawn = 0
    const timer = setInterval(() => {
      drawn = Math.min(drawn + 20_000, client.offsets.get(handle) ?? 0)
      client.send({ type: 'drawn', attachment: handle, total: drawn })
    }, 5)
    await client.until(handle, 'output', () => client.output(handle).length > 600_000)
    const atInterrupt = drawn
    client.type(handle, '\u0003')
    await client.untilOutput(handle, /\^C/)
    clearInterval(timer)
    const stale = client.output(handle).length - atInterrupt
    // The viewer's window, ssh2's, and what sshd and the two sockets between hold.
    expect(stale).toBeLessThan(1024 * 1024)
  })

  it('says how much input the host has taken, and refuses more than the limit', async () => {
    const handle = await openShell()
    client.type(handle, 'cat > /dev/null\r')
    for (let n = 0; n < 16; n++) client.type(handle, `${'x'.repeat(79)}\n`.repeat(100))
    client.send({ type: 'want-taken', attachment: handle, total: 16 * 8000 })
    await client.until(handle, 'taken', ({ total }) => total >= 16 * 8000)
    const limits = { ...testLimits, inputBytes: 100_000 }
    const strict = await openShell({ limits })
    client.type(strict, 'x'.repeat(200_000))
    expect(await reasonOf(strict)).toBe('input-overflow')
  })

  it('ends when the keeper is shut down, its recording complete', async () => {
    const handle = await openShell()
    client.type(handle, 'echo here\r')
    await client.untilOutput(handle, /\rhere/)
    const { recording } = client
    client.send({ type: 'shutdown', reason: 'shutdown' })
    expect(await reasonOf(handle)).toBe('shutdown')
    expect((await recording.call(client, handle)).verdict).toBe('complete')
    await client.untilClosed()
  })
})

describe('credentials', () => {
  it('opens with a stored password', async () => {
    const handle = client.open(target(), withPassword(), { pinnedKeys: [await pinnedKey()] })
    await client.until(handle, 'state', ({ state }) => state.state === 'open')
  })

  it('asks for a password that is not stored, again after a wrong one', async () => {
    const handle = client.open(target(), { kind: 'ask' }, { pinnedKeys: [await pinnedKey()] })
    const first = await client.until(handle, 'prompt')
    expect(first.prompt).toMatchObject({ kind: 'password', retry: false })
    client.send({ type: 'answer', handle, promptId: 1, answer: { kind: 'password', password: 'wrong' } })
    const second = await client.until(handle, 'prompt', ({ prompt }) => prompt.promptId === 2)
    expect(second.prompt).toMatchObject({ kind: 'password', retry: true })
    client.send({ type: 'answer', handle, promptId: 2, answer: { kind: 'password', password: sshd.password } })
    await client.until(handle, 'state', ({ state }) => state.state === 'open')
  })

  it.runIf(process.getuid?.() === 0)('answers keyboard-interactive with the stored password, or asks', async () => {
    const pam = await startSshd({
      config: [
        'UsePAM yes',
        'KbdInteractiveAuthentication yes',
        'PasswordAuthentication no',
        'PubkeyAuthentication no',
      ],
    })
    const at = { address: pam.host, port: pam.port, login: pam.login }
    const stored = client.open(at, { kind: 'password', password: pam.password })
    client.send({ type: 'answer', handle: stored, promptId: 1, answer: { kind: 'host-key', accept: true } })
    await client.until(stored, 'prompt')
    client.send({ type: 'answer', handle: stored, promptId: 1, answer: { kind: 'host-key', accept: true } })
    await client.until(stored, 'state', ({ state }) => state.state === 'open')
    const asked = client.open(at, { kind: 'ask' })
    await client.until(asked, 'prompt')
    client.send({ type: 'answer', handle: asked, promptId: 1, answer: { kind: 'host-key', accept: true } })
    const { prompt } = await client.until(asked, 'prompt', (message) => message.prompt.promptId === 2)
    expect(prompt).toMatchObject({ kind: 'keyboard-interactive', prompts: [{ echo: false }] })
    client.send({
      type: 'answer',
      handle: asked,
      promptId: 2,
      answer: { kind: 'keyboard-interactive', answers: [pam.password] },
    })
    await client.until(asked, 'state', ({ state }) => state.state === 'open')
    for (const handle of [stored, asked]) {
      client.send({ type: 'close', handle, reason: 'closed-by-user' })
      await client.until(handle, 'ended')
    }
    await pam.stop()
  })

  it('says that a stored key is unusable, and that a password is wrong', async () => {
    const pinnedKeys = [await pinnedKey()]
    const unusable = client.open(target(), { kind: 'private-key', privateKey: 'no key' }, { pinnedKeys })
    expect(await reasonOf(unusable)).toBe('key-unusable')
    expect(await reasonOf(client.open(target(), withPassword('wrong'), { pinnedKeys }))).toBe('auth-failed')
  })
})

describe("the host's key", () => {
  it('blocks a changed key before any credential is sent', async () => {
    const impostor = await hostile.hangsUpHost()
    const handle = client.open(target(impostor), withPassword('secret'), { pinnedKeys: [await pinnedKey()] })
    const { end } = await client.until(handle, 'ended')
    expect(end.reason).toBe('host-key-changed')
    expect(end.hostKey?.pinned[0]?.fingerprint).toBe(sshd.fingerprints[0])
    expect(end.hostKey?.presented.fingerprint).toMatch(/^SHA256:/)
    expect(impostor.received).toEqual([])
    await impostor.stop()
  })

  it('ends when the person refuses it, or does not answer', async () => {
    const stranger = await hostile.hangsUpHost()
    const refused = client.open(target(stranger), withPassword('secret'))
    const { prompt } = await client.until(refused, 'prompt')
    client.send({
      type: 'answer',
      handle: refused,
      promptId: prompt.promptId,
      answer: { kind: 'host-key', accept: false },
    })
    expect(await reasonOf(refused)).toBe('host-key-refused')
    const limits = { ...testLimits, promptTimeoutMs: 50 }
    expect(await reasonOf(client.open(target(stranger), withPassword('secret'), { limits }))).toBe('prompt-unanswered')
    expect(stranger.received).toEqual([])
    await stranger.stop()
  })
})

describe('a session that is closed before it has dialed', () => {
  it('ends at once, asks nothing and says nothing to the host', async () => {
    const stranger = await hostile.hangsUpHost()
    const handle = client.open(target(stranger), withPassword('secret'))
    client.send({ type: 'close', handle, reason: 'grant-removed' })
    expect(await reasonOf(handle)).toBe('grant-removed')
    expect(client.heard.filter((message) => message.type === 'prompt' && message.handle === handle)).toEqual([])
    expect(stranger.received).toEqual([])
    await stranger.stop()
  })
})

describe('a failure has its reason', () => {
  const limits = { ...testLimits, connectTimeoutMs: 300, promptTimeoutMs: 300 }
  const accept = (handle: number) =>
    client
      .until(handle, 'prompt')
      .then(() => client.send({ type: 'answer', handle, promptId: 1, answer: { kind: 'host-key', accept: true } }))

  it('refused, no such name, a forbidden address', async () => {
    const closed = { host: '127.0.0.1', port: await freePort() }
    expect(await reasonOf(client.open(target(closed), withKey()))).toBe('refused')
    const nowhere = { address: 'no-such-host.invalid', port: 22, login: 'x' }
    expect(await reasonOf(client.open(nowhere, withKey()))).toBe('dns-failed')
    const metadata = { address: '169.254.169.254', port: 22, login: 'x' }
    expect(await reasonOf(client.open(metadata, withKey()))).toBe('address-forbidden')
    const mapped = { address: '::ffff:169.254.169.254', port: 22, login: 'x' }
    expect(await reasonOf(client.open(mapped, withKey()))).toBe('address-forbidden')
    const byName = { address: 'localhost', port: sshd.port, login: 'x' }
    const forbidden = { forbiddenTargets: ['127.0.0.0/8', '::1/128'] }
    expect(await reasonOf(client.open(byName, withKey(), forbidden))).toBe('address-forbidden')
  })

  it('dials what the portal decided about, and asks no name again', async () => {
    const decided = { address: 'no-such-host.invalid', port: sshd.port, login: sshd.login, resolved: ['127.0.0.1'] }
    const handle = client.open(decided, withKey())
    const { prompt } = await client.until(handle, 'prompt')
    expect(prompt).toMatchObject({ kind: 'host-key', presented: { fingerprint: sshd.fingerprints[0] } })
    client.send({ type: 'close', handle, reason: 'closed-by-user' })
    const nowhere = { ...decided, address: 'localhost', resolved: [] }
    expect(await reasonOf(client.open(nowhere, withKey()))).toBe('dns-failed')
    const metadata = { ...decided, address: 'localhost', resolved: ['169.254.169.254'] }
    expect(await reasonOf(client.open(metadata, withKey()))).toBe('address-forbidden')
  })

  it('a host that says nothing, one that is no SSH server, one that hangs up', async () => {
    const silent = await hostile.silentHost()
    expect(await reasonOf(client.open(target(silent), withKey(), { limits }))).toBe('timed-out')
    const garbage = await hostile.garbageHost()
    expect(await reasonOf(client.open(target(garbage), withKey()))).toBe('not-ssh')
    const web = createServer().listen(0, '127.0.0.1')
    await once(web, 'listening')
    const { port } = web.address() as { port: number }
    expect(await reasonOf(client.open(target({ host: '127.0.0.1', port }), withKey()))).toBe('not-ssh')
    const closing = await hostile.closesInKeyExchange()
    expect(await reasonOf(client.open(target(closing), withKey()))).toBe('closed-during-handshake')
    web.close()
    await Promise.all([silent.stop(), garbage.stop(), closing.stop()])
  })

  it('no route, a shell that is refused', async () => {
    const broadcast = { address: '255.255.255.255', port: 22, login: 'x' }
    expect(await reasonOf(client.open(broadcast, withKey(), { forbiddenTargets: [] }))).toBe('no-route')
    const full = await startSshd({ config: ['MaxSessions 0'] })
    const at = { address: full.host, port: full.port, login: full.login }
    const handle = client.open(at, { kind: 'private-key', privateKey: full.privateKey })
    await accept(handle)
    expect(await reasonOf(handle)).toBe('shell-refused')
    await full.stop()
  })

  it('no algorithm in common', async () => {
    const odd = await startSshd({ config: ['KexAlgorithms sntrup761x25519-sha512@openssh.com'] })
    expect(await reasonOf(client.open(target(odd), withKey()))).toBe('no-common-algorithm')
    await odd.stop()
  })

  it('a host that announces packets of 0 bytes, and one that ignores the window', async () => {
    const zero = await hostile.packetSizeZeroHost()
    const first = client.open(target(zero), withPassword('secret'))
    await accept(first)
    expect(await reasonOf(first)).toBe('protocol-violation')
    const flood = await hostile.windowOverrunHost()
    const second = client.open(target(flood), withPassword('secret'), {}, true)
    await accept(second)
    expect(await reasonOf(second)).toBe('window-overrun')
    await Promise.all([zero.stop(), flood.stop()])
  })

  it('a host that talks without end before it lets anyone in', async () => {
    const greeting = await hostile.endlessGreetingHost()
    expect(await reasonOf(client.open(target(greeting), withPassword('secret')))).toBe('not-ssh')
    const banner = await hostile.endlessBannerHost()
    const handle = client.open(target(banner), withPassword('secret'))
    await accept(handle)
    expect(await reasonOf(handle)).toBe('protocol-violation')
    await Promise.all([greeting.stop(), banner.stop()])
  })

  it('a host that is there no more: it is asked three times', async () => {
    const handle = await openShell({ limits: { ...testLimits, keepaliveMs: 200 } })
    client.type(handle, 'echo pid-$PPID-\r')
    await client.untilOutput(handle, /pid-\d+-/)
    // The sshd that serves this connection goes on living, as one behind a broken network does, and says nothing.
    const pid = Number(/pid-(\d+)-/.exec(client.output(handle).toString())?.[1])
    const begun = Date.now()
    process.kill(pid, 'SIGSTOP')
    try {
      expect(await reasonOf(handle)).toBe('connection-lost')
      expect(Date.now() - begun).toBeGreaterThan(2 * 200)
    } finally {
      process.kill(pid, 'SIGCONT')
    }
  })

  it('a host that hangs up', async () => {
    const host = await hostile.hangsUpHost()
    const handle = client.open(target(host), withPassword('secret'))
    await accept(handle)
    expect(await reasonOf(handle)).toBe('closed-by-host')
    await host.stop()
  })

  it('a host that tells how the shell ended before its last words: the recording has it after them', async () => {
    const host = await hostile.exitFirstHost()
    const handle = client.open(target(host), withPassword('secret'))
    await accept(handle)
    expect((await client.until(handle, 'ended')).end).toEqual({ reason: 'exited', exitStatus: 3 })
    const { events, output } = await client.recording(handle)
    expect(output.toString()).toBe('last words')
    expect(events.slice(-2)).toMatchObject([{ type: 'exit', status: 3 }, { type: 'end' }])
    await host.stop()
  })

  it('a recording that cannot be written: nothing is dialed', async () => {
    const recording = {
      path: `${client.socketPath}/x.ghrec`,
      key: Buffer.alloc(32).toString('base64'),
      recordInput: false,
    }
    const header = {
      sessionId: 'x',
      startedAt: 0,
      cols: 80,
      rows: 24,
      term: 'x',
      userName: '',
      hostName: '',
      address: '',
      port: 1,
      login: '',
    }
    const handle = client.open(target(), withKey(), { recording: { ...recording, header } })
    expect(await reasonOf(handle)).toBe('recording-failed')
    expect(client.heard.filter((m) => m.type === 'prompt' && m.handle === handle)).toEqual([])
  })
})
