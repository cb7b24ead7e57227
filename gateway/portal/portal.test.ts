import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { deleteGrant, updateGrant } from '@/core/access/grants'
import { readRole } from '@/core/access/role-rows'
import { systemActor, type UserActor } from '@/core/actor'
import { searchAudit } from '@/core/audit/search'
import { createRole, updateRole } from '@/core/identity/roles'
import { createHost } from '@/core/inventory/hosts'
import type { Platform } from '@/core/platform'
import { asciicast } from '@/core/recording/asciicast'
import { readRecording } from '@/core/recording/reader'
import { prepareSession } from '@/core/sessions/open'
import { recordingSource } from '@/core/sessions/recordings'
import { recoverSessions } from '@/core/sessions/recover'
import { getSession } from '@/core/sessions/search'
import type { SessionPrompt, SessionState } from '@/core/sessions/states'
import type { LimitWarning, ScreenAt } from '@/core/sessions/wire'
import { addTestUser, createTestPlatform, grantEverything, type TestPlatform } from '@/core/testing/platform'
import { createCredential } from '@/core/vault/credentials'
import { newSocketPath } from '../socket-places'
import { bundledKeeper } from '../testing/bundled-keeper'
import { type RunningSshd, startSshd } from '../testing/sshd'
import { Keepers } from './keepers'
import { LiveSession } from './live-session'
import { Registry } from './registry'
import type { Viewer, Viewing } from './viewing'
import { watchGrounds } from './watch'

let ada: UserActor
let sshd: RunningSshd
let bundle: Awaited<ReturnType<typeof bundledKeeper>>
let script: string
let platform: TestPlatform
let keepers: Keepers
let accountId: string
let grantId: string
const everything = { name: 'Everyone: all hosts', everyone: true, allHosts: true, capabilities: ['shell'] }

beforeAll(async () => {
  ;[sshd, bundle] = await Promise.all([startSshd(), bundledKeeper()])
  script = bundle.script
  platform = await createTestPlatform('sqlite', { GATEHOUSE_KEEPERS: '2', GATEHOUSE_KEEPER_HEARTBEAT_SECONDS: '1' })
  ada = await addTestUser(platform, 'administrator', 'ada')
  grantId = await grantEverything(platform)
  const credential = await createCredential(platform, systemActor, {
    kind: 'private-key',
    name: 'key',
    privateKey: sshd.privateKey,
  })
  const { id } = await createHost(platform, systemActor, {
    name: 'harbour',
    address: sshd.host,
    port: sshd.port,
    accounts: [{ login: sshd.login, credentialId: credential.id }],
  })
  accountId = (await platform.db.account.findFirstOrThrow({ where: { hostId: id } })).id
  keepers = new Keepers(platform, script)
  await keepers.start()
})
afterAll(async () => {
  await keepers?.shutdown('shutdown')
  await platform?.close()
  await sshd?.stop()
  bundle?.remove()
})

const request = () => ({
  version: 2 as const,
  clientId: randomUUID(),
  cols: 80,
  rows: 24,
  term: 'xterm-256color',
  target: { kind: 'account' as const, accountId },
})

/** A viewer that accepts the host key and remembers everything. */
class Watcher implements Viewer {
  readonly states: SessionState[] = []
  readonly screens: ScreenAt[] = []
  readonly warnings: LimitWarning[] = []
  readonly clientId = randomUUID()
  replaced = false
  accepted: number | undefined
  viewing: Viewing | undefined
  private received = ''
  private offset = 0

  constructor(readonly session: LiveSession) {}

  attach(from?: number): this {
    const wanted = { actor: this.session.owner, clientId: this.clientId, from, size: { cols: 80, rows: 24 } }
    this.offset = from ?? 0
    this.viewing = this.session.attach(this, wanted, (accepted) => {
      this.accepted = accepted
    })
    return this
  }

  state(state: SessionState) {
    this.states.push(state)
  }
  prompt(prompt: SessionPrompt) {
    void this.session.answer(this.session.owner, prompt.promptId, { kind: 'host-key', accept: true })
  }
  output(bytes: Uint8Array) {
    this.received += Buffer.from(bytes).toString('utf8')
    this.offset += bytes.length
    this.viewing?.drawn(this.offset)
  }
  screen(screen: ScreenAt) {
    this.screens.push(screen)
    this.offset = screen.offset
  }
  warning(warning: LimitWarning) {
    this.warnings.push(warning)
  }
  takenOver() {
    this.replaced = true
  }

  type(text: string) {
    return this.viewing?.input(Buffer.from(text)) ?? false
  }
  text() {
    return this.received
  }
  end() {
    return this.states.flatMap((s) => (s.state === 'closed' ? [s.end] : []))[0]
  }
  async untilOpen() {
    await vi.waitFor(() => expect(this.states.map((s) => s.state)).toContain('open'), { timeout: 10_000 })
    return this
  }
}

async function place(on: Platform = platform, actor = ada) {
  const { opened, order } = await prepareSession(platform, actor, request())
  const session = new LiveSession(on, opened.sessionId, order.context)
  registry.add(session)
  session.place(keepers, order)
  return new Watcher(session).attach(0)
}
const open = async (actor = ada) => (await place(platform, actor)).untilOpen()
const type = (view: Watcher, text: string) => view.type(text)

let registry: Registry
beforeEach(() => {
  registry = new Registry()
})

/** Process ids of the keepers that run this test's script. */
async function keeperPids(): Promise<number[]> {
  const { spawnSync } = await import('node:child_process')
  // With nothing found it answers 1 and prints nothing.
  const { stdout } = spawnSync('pgrep', ['-f', script], { encoding: 'utf8' })
  return stdout.trim().split('\n').filter(Boolean).map(Number)
}

describe('a session in a keeper', () => {
  it('goes from the order to the record', async () => {
    const view = await open()
    expect(type(view, 'echo $((6*7))-answer; exit 7\r')).toBe(true)
    await view.session.closed
    expect(view.text()).toContain('42-answer')
    expect(view.end()).toMatchObject({ reason: 'exited', exitStatus: 7 })
    expect(await getSession(platform, ada, view.session.id)).toMatchObject({
      recording: 'complete',
      exitStatus: 7,
      userName: 'ada',
    })
    const events = await searchAudit(platform, ada, { session: view.session.id, sort: 'at', dir: 'asc' })
    expect(events.rows.map((event) => event.action)).toEqual([
      'session.start',
      'host-key.accept',
      'session.open',
      'session.end',
    ])
  })

  it('ends when its keeper is killed, and nobody else notices', async () => {
    const [first, second] = [await open(), await open()]
    const pids = await keeperPids()
    expect(pids).toHaveLength(2)
    type(first, 'yes first\r')
    await vi.waitFor(() => expect(first.text().length).toBeGreaterThan(50_000))
    const [one = 0, two = 0] = pids
    process.kill(one, 'SIGKILL')
    const lost = await Promise.race([first.session.closed.then(() => first), second.session.closed.then(() => second)])
    const survivor = lost === first ? second : first
    expect(lost.end()).toMatchObject({ reason: 'keeper-lost' })
    expect(await getSession(platform, ada, lost.session.id)).toMatchObject({ recording: 'interrupted' })
    const row = await platform.db.recording.findUniqueOrThrow({ where: { sessionId: lost.session.id } })
    let recorded = ''
    for await (const line of asciicast(readRecording(recordingSource(platform, lost.session.id, row)), 3)) {
      const event: unknown = JSON.parse(line)
      if (Array.isArray(event) && event[1] === 'o') recorded += event[2]
    }
    expect(recorded.startsWith(lost.text().slice(0, -4))).toBe(true)
    if (survivor === first) type(survivor, '\u0003')
    type(survivor, 'echo still-$((1+1))\r')
    await vi.waitFor(() => expect(survivor.text()).toContain('still-2'), { timeout: 10_000 })
    survivor.session.close('closed-by-user')
    await survivor.session.closed
    await vi.waitFor(async () => expect((await keeperPids()).filter((pid) => pid !== two)).toHaveLength(1), {
      timeout: 10_000,
    })
  })

  it('ends when its keeper hangs', async () => {
    await vi.waitFor(async () => expect(await keeperPids()).toHaveLength(2), { timeout: 10_000 })
    const view = await open()
    for (const pid of await keeperPids()) process.kill(pid, 'SIGSTOP')
    await view.session.closed
    expect(view.end()).toMatchObject({ reason: 'keeper-lost' })
    await vi.waitFor(async () => expect((await open()).states.at(-1)?.state).toBe('open'), { timeout: 15_000 })
  }, 40_000)

  it('ends when its keeper does not shut down in time', async () => {
    await vi.waitFor(async () => expect(await keeperPids()).toHaveLength(2), { timeout: 10_000 })
    const view = await open()
    for (const pid of await keeperPids()) process.kill(pid, 'SIGSTOP')
    await keepers.shutdown('shutdown', 300)
    await view.session.closed
    expect(view.end()).toMatchObject({ reason: 'keeper-lost' })
    expect(await keeperPids()).toEqual([])
    keepers = new Keepers(platform, script)
    await keepers.start()
  }, 40_000)
})

describe('without a record there is no session', () => {
  it('shows nothing of the host before its opening is in the audit log, and the opening first', async () => {
    let record = () => {}
    const gate = new Promise<void>((resolve) => {
      record = resolve
    })
    const late: typeof platform.db.$transaction = async (...work: unknown[]) => {
      await gate
      return Reflect.apply(platform.db.$transaction, platform.db, work)
    }
    const slow = {
      ...platform,
      db: new Proxy(platform.db, { get: (db, name) => (name === '$transaction' ? late : Reflect.get(db, name)) }),
    }
    const view = await place(slow)
    // The portal has it, and keeps it: the prompt.
    await vi.waitFor(() => expect(view.session.facts().bytesOut).toBeGreaterThan(0), { timeout: 10_000 })
    expect(view.text()).toBe('')
    expect(view.states.map(({ state }) => state)).not.toContain('open')
    const heard: string[] = []
    const [state, output] = [view.state.bind(view), view.output.bind(view)]
    view.state = (now) => {
      heard.push(now.state)
      state(now)
    }
    view.output = (bytes) => {
      heard.push('output')
      output(bytes)
    }
    record()
    await view.untilOpen()
    await vi.waitFor(() => expect(view.text()).not.toBe(''))
    expect(heard.slice(0, 2)).toEqual(['open', 'output'])
    type(view, 'exit\r')
    await view.session.closed
  }, 30_000)

  it('no input reaches the host when its opening cannot be audited', async () => {
    const broken = {
      ...platform,
      db: new Proxy(platform.db, { get: (db, name) => (name === '$transaction' ? failing : Reflect.get(db, name)) }),
    }
    const view = await place(broken)
    await view.session.closed
    expect(view.type('rm -rf /\r')).toBe(false)
    expect(view.states.map((state) => state.state)).not.toContain('open')
    expect(view.end()).toMatchObject({ reason: 'audit-failed' })
    // The next start finds the row that could not be closed.
    expect(await recoverSessions(platform, new Set())).toBeGreaterThanOrEqual(1)
    expect(await getSession(platform, ada, view.session.id)).toMatchObject({ running: false, endReason: 'portal-lost' })
  })

  it('nothing is placed when its start cannot be audited', async () => {
    const broken = {
      ...platform,
      db: new Proxy(platform.db, { get: (db, name) => (name === '$transaction' ? failing : Reflect.get(db, name)) }),
    }
    const before = await platform.db.session.count()
    await expect(prepareSession(broken, ada, request())).rejects.toThrow('the disk is full')
    expect(await platform.db.session.count()).toBe(before)
  })

  it('revoking the web session cuts its sessions off', async () => {
    const view = await open()
    await registry.endWebSession(ada.webSessionId)
    expect(view.end()).toMatchObject({ reason: 'web-session-ended' })
  })
})

describe('what a session rests on', () => {
  it('is watched: without its grant it is cut off within two seconds, and another goes on', async () => {
    const stop = watchGrounds(platform, registry)
    const view = await open()
    await deleteGrant(platform, systemActor, grantId)
    const removed = Date.now()
    await view.session.closed
    expect(Date.now() - removed).toBeLessThan(2000)
    expect(view.end()).toMatchObject({ reason: 'grant-removed' })
    await expect(prepareSession(platform, ada, request())).rejects.toMatchObject({ code: 'no-access' })
    grantId = await grantEverything(platform)
    const next = await open()
    // Something else changes: the answer for this one doesn't.
    await createHost(platform, systemActor, { name: 'another', address: '192.0.2.77' })
    await updateGrant(platform, systemActor, grantId, { ...everything, validUntil: new Date(Date.now() + 3000) })
    await vi.waitFor(() => expect(next.warnings.at(-1)).toMatchObject({ kind: 'access' }), { timeout: 3000 })
    await next.session.closed
    expect(next.end()).toMatchObject({ reason: 'grant-expired' })
    await updateGrant(platform, systemActor, grantId, everything)
    stop()
  }, 30_000)
})

describe('a role that is narrowed', () => {
  it('ends within two seconds what it no longer allows, and only that', async () => {
    const stop = watchGrounds(platform, registry)
    const { id } = await createRole(platform, systemActor, {
      name: 'night',
      permissions: ['session.open', 'host.list'],
    })
    const [nia, other] = [await addTestUser(platform, await readRole(platform.db, id), 'nia'), await open()]
    const view = await open(nia)
    await updateRole(platform, systemActor, id, { name: 'night', permissions: ['host.list'] })
    const narrowed = Date.now()
    await view.session.closed
    expect(Date.now() - narrowed).toBeLessThan(2000)
    expect(view.end()).toMatchObject({ reason: 'access-ended' })
    expect(registry.get(other.session.id)).toBe(other.session)
    await registry.endUser(ada.id)
    stop()
  }, 30_000)
})

describe('a session outlives', () => {
  it('its viewer, and shows the next one the screen and what follows', async () => {
    const first = await open()
    type(first, 'PS1="> "; printf "\\033]0;at work\\007"; echo before-$((20+1))\r')
    await vi.waitFor(() => expect(first.text()).toContain('before-21'))
    if (first.viewing) first.session.detach(first.viewing)
    expect(first.session.facts().attached).toBe(false)
    expect(type(first, 'echo nobody hears this\r')).toBe(false)

    const second = await new Watcher(first.session).attach().untilOpen()
    await vi.waitFor(() => expect(second.screens).toHaveLength(1))
    expect(Buffer.from(second.screens[0]?.bytes ?? []).toString()).toContain('before-21')
    expect(second.screens[0]).toMatchObject({ cols: 80, rows: 24, title: 'at work' })
    type(second, 'echo after-$((20+2))\r')
    await vi.waitFor(() => expect(second.text()).toContain('after-22'))
    expect(second.text()).not.toContain('before-21')
    expect(second.text()).not.toContain('nobody')
    second.session.close('closed-by-user')
    await second.session.closed
  })

  it('a page that another one takes the place of', async () => {
    const first = await open()
    const second = await new Watcher(first.session).attach().untilOpen()
    expect(first.replaced).toBe(true)
    expect(type(first, 'echo too late\r')).toBe(false)
    // When it wakes up, it does not take it back by itself; the one in its place is free to come back.
    expect(first.session.tookPlaceOf(first.clientId)).toBe(true)
    expect(first.session.tookPlaceOf(second.clientId)).toBe(false)
    expect(first.session.tookPlaceOf(randomUUID())).toBe(false)
    type(second, 'echo mine-$((1+1)); exit\r')
    await second.session.closed
    expect(second.text()).toContain('mine-2')
    expect(first.end()).toBeUndefined()
  })

  it('its portal: the next one finds it, with not a byte missing, and takes up its record', async () => {
    const view = await open()
    // Every key counts once, whichever portal it went through.
    type(view, 'i=0; while [ $i -lt 50000 ]; do i=$((i+1)); echo "line $i"; done; echo done; exit 5\r')
    await vi.waitFor(() => expect(view.text().length).toBeGreaterThan(100_000))
    const typed = view.viewing?.bytesIn
    keepers.leave()

    keepers = new Keepers(platform, script)
    const found = await keepers.start()
    expect(found.map(({ held }) => held.sessionId)).toContain(view.session.id)
    const mine = found.find(({ held }) => held.sessionId === view.session.id)
    if (!mine) throw new Error('not found')
    expect(await recoverSessions(platform, new Set(found.map(({ held }) => held.sessionId)))).toBe(0)
    const adopted = LiveSession.adopt(platform, mine)
    const told = Buffer.byteLength(view.text())
    const again = new Watcher(adopted)
    Object.assign(again, { clientId: view.clientId })
    again.attach(told)
    await adopted.closed
    expect(again.accepted).toBe(typed)
    expect(again.screens).toEqual([])
    const numbers = `${view.text()}${again.text()}`.match(/^line \d+/gm) ?? []
    expect(numbers).toEqual(Array.from({ length: 50_000 }, (_, n) => `line ${n + 1}`))
    expect(again.end()).toEqual({ reason: 'exited', exitStatus: 5 })
    expect(await getSession(platform, ada, adopted.id)).toMatchObject({ recording: 'complete', exitStatus: 5 })
  }, 60_000)

  it('its portal although it ends while there is none', async () => {
    const view = await open()
    type(view, 'read line; exit 6\r')
    // A line feed: a carriage return that comes before `read` has set its terminal would stay one, and end no line.
    type(view, '\n')
    keepers.leave()
    keepers = new Keepers(platform, script)
    const mine = (await keepers.start()).find(({ held }) => held.sessionId === view.session.id)
    if (!mine) throw new Error('not found')
    const adopted = LiveSession.adopt(platform, mine)
    await adopted.closed
    expect(await getSession(platform, ada, adopted.id)).toMatchObject({ endReason: 'exited', exitStatus: 6 })
  }, 30_000)

  it("an upgrade: the old keeper ends with its last session, new ones go to today's", async () => {
    const view = await open()
    keepers.leave()
    const newer = script.replace(/\.mjs$/, '-newer.mjs')
    writeFileSync(newer, `${readFileSync(script, 'utf8')}\n// Another build.\n`)
    keepers = new Keepers(platform, newer)
    const found = (await keepers.start()).map((session) => LiveSession.adopt(platform, session))
    const mine = found.find(({ id }) => id === view.session.id)
    if (!mine) throw new Error('not found')
    for (const other of found) if (other !== mine) other.close('closed-by-user')
    const old = new Watcher(mine)
    await old.attach().untilOpen()
    const fresh = await open()
    type(fresh, 'echo fresh-$((2+2))\r')
    type(old, 'echo old-$((3+3)); exit\r')
    await vi.waitFor(() => expect(fresh.text()).toContain('fresh-4'))
    await old.session.closed
    expect(old.text()).toContain('old-6')
    await vi.waitFor(async () => expect(await keeperPids()).toEqual([]), { timeout: 10_000 })
    fresh.session.close('closed-by-user')
    await fresh.session.closed
    await keepers.shutdown('shutdown')
    rmSync(newer)
    keepers = new Keepers(platform, script)
    await keepers.start()
  }, 60_000)

  it('no upgrade that changes how portal and keepers speak: what cannot be watched any more is ended', async () => {
    keepers.leave()
    const socketPath = newSocketPath(platform.config.dataFolder, 'keepers')
    const stranger = spawn(process.execPath, ['-e', oldKeeper, socketPath])
    const ended = once(stranger, 'exit')
    await once(stranger.stdout, 'data')
    keepers = new Keepers(platform, script)
    for (const other of (await keepers.start()).map((found) => LiveSession.adopt(platform, found))) {
      other.close('closed-by-user')
      await other.closed
    }
    expect(await ended).toEqual([null, 'SIGKILL'])
    expect(existsSync(socketPath)).toBe(false)
  }, 30_000)
})

/** Listens as a keeper would, and says hello in a version of its own. */
const oldKeeper = `
  const body = Buffer.from(JSON.stringify({ version: 0, pid: process.pid, build: 'old', sessions: [] }))
  const head = Buffer.alloc(5)
  head.writeUInt32BE(1 + body.length, 0)
  head.writeUInt8(0x10, 4)
  const server = require('node:net').createServer((socket) => socket.on('error', () => {}).write(Buffer.concat([head, body])))
  server.listen(process.argv[1], () => console.log('listening'))
`

const failing = () => Promise.reject(new Error('the disk is full'))
