import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server } from 'node:net'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { createGrant, deleteGrant } from '@/core/access/grants'
import { systemActor, type UserActor } from '@/core/actor'
import { changeHostMembers, createHostGroup } from '@/core/inventory/host-groups'
import { acceptHostKey, placeOfHost } from '@/core/inventory/host-keys'
import { createHost } from '@/core/inventory/hosts'
import { prepareSession } from '@/core/sessions/open'
import type { PresentedKey, SessionPrompt, SessionState } from '@/core/sessions/states'
import { addTestUser, createTestPlatform, type TestPlatform } from '@/core/testing/platform'
import { bundledKeeper } from '../testing/bundled-keeper'
import { type RunningSshd, startSshd } from '../testing/sshd'
import { Keepers } from './keepers'
import { LiveSession } from './live-session'
import { Registry } from './registry'
import { watchGrounds } from './watch'

let olga: UserActor
let sshd: RunningSshd
let relay: Server
let bundle: Awaited<ReturnType<typeof bundledKeeper>>
let platform: TestPlatform
let keepers: Keepers
let hostId: string
let hostKey: PresentedKey

beforeAll(async () => {
  ;[sshd, bundle] = await Promise.all([startSshd(), bundledKeeper()])
  const settings = { GATEHOUSE_KEEPERS: '1', GATEHOUSE_QUICK_CONNECT: 'operators' }
  platform = await createTestPlatform('sqlite', settings)
  olga = await addTestUser(platform, 'operator', 'olga')
  // The same server at another port, as an address that is translated on the way would have it.
  relay = createServer((socket) => {
    const far = connect(sshd.port, sshd.host)
    socket.pipe(far).pipe(socket)
    for (const end of [socket, far]) end.on('error', () => end.destroy())
  }).listen(0, '127.0.0.1')
  await once(relay, 'listening')
  keepers = new Keepers(platform, bundle.script)
  await keepers.start()
  const stranger = await quick(relayPort())
  await stranger.until(() => stranger.prompts.length > 0)
  const [prompt] = stranger.prompts
  if (prompt?.kind !== 'host-key') throw new Error('a host key was expected')
  hostKey = prompt.presented
  stranger.session.close('closed-by-user')
  await stranger.session.closed
  hostId = (await createHost(platform, systemActor, { name: 'harbour', address: sshd.host, port: sshd.port })).id
  await acceptHostKey(platform, systemActor, await placeOfHost(platform, hostId), hostKey)
})
afterAll(async () => {
  await keepers?.shutdown('shutdown')
  await platform?.close()
  await sshd?.stop()
  relay?.close()
  bundle?.remove()
})

const relayPort = () => (relay.address() as AddressInfo).port

/** Opens a quick connect and remembers what it comes to; answers no question of a host key. */
async function quick(port: number, address = '127.0.0.1') {
  const target = { kind: 'quick' as const, address, port, login: sshd.login, password: sshd.password || 'none' }
  const size = { cols: 80, rows: 24 }
  const request = { version: 2 as const, clientId: randomUUID(), ...size, term: 'xterm-256color', target }
  const { opened, order } = await prepareSession(platform, olga, request)
  const session = new LiveSession(platform, opened.sessionId, order.context)
  registry.add(session)
  session.place(keepers, order)
  const [states, prompts]: [SessionState[], SessionPrompt[]] = [[], []]
  const nothing = () => {}
  const viewer = {
    state: (state: SessionState) => void states.push(state),
    prompt: (prompt: SessionPrompt) => void prompts.push(prompt),
    output: nothing,
    screen: nothing,
    warning: nothing,
    takenOver: nothing,
  }
  session.attach(viewer, { actor: olga, clientId: request.clientId, from: 0, size }, nothing)
  return {
    session,
    states,
    prompts,
    names: () => states.map(({ state }) => state),
    end: () => states.flatMap((one) => (one.state === 'closed' ? [one.end.reason] : []))[0],
    until: (met: () => boolean) => vi.waitFor(() => expect(met()).toBe(true), { timeout: 15_000 }),
  }
}
const registry = new Registry()

/** While a grant of a group of hosts opens the host. */
async function granted(work: (groupId: string) => Promise<void>) {
  const group = await createHostGroup(platform, systemActor, { name: `shops ${randomUUID()}` })
  await changeHostMembers(platform, systemActor, group.id, { add: [hostId] })
  const { id } = await createGrant(platform, systemActor, {
    name: 'theirs',
    userIds: [olga.id],
    hostGroupIds: [group.id],
    capabilities: ['shell'],
  })
  await work(group.id)
  await deleteGrant(platform, systemActor, id)
}

it('takes the grant of the host to which a real name leads', async () => {
  await expect(quick(sshd.port, 'localhost')).rejects.toMatchObject({ code: 'not-found' })
  await granted(async () => {
    const { session, prompts, names, until } = await quick(sshd.port, 'localhost')
    // Its pinned key holds: nobody is asked about it.
    await until(() => names().includes('authenticating'))
    expect(prompts.filter(({ kind }) => kind === 'host-key')).toEqual([])
    session.close('closed-by-user')
    await session.closed
  })
})

it('sends nothing of a credential to a host of the inventory that shows itself by its key, without a grant', async () => {
  const { session, prompts, names, end } = await quick(relayPort())
  await session.closed
  expect(end()).toBe('host-not-granted')
  expect(prompts).toEqual([])
  expect(names()).not.toContain('authenticating')
  const refusal = { action: 'session.refused', sessionId: session.id, hostId, outcome: 'denied' }
  expect(await platform.db.auditEvent.count({ where: refusal })).toBe(1)
})

it('opens it with one, and cuts it off when the host leaves the group that the grant names', async () => {
  const stop = watchGrounds(platform, registry)
  await granted(async (groupId) => {
    const { session, prompts, names, end, until } = await quick(relayPort())
    await until(() => names().includes('authenticating'))
    expect(prompts.filter(({ kind }) => kind === 'host-key')).toEqual([])
    if (sshd.password) await until(() => names().includes('open'))
    const row = await platform.db.session.findUniqueOrThrow({ where: { id: session.id } })
    expect(row).toMatchObject({ kind: 'quick', hostId, hostName: 'harbour' })
    await changeHostMembers(platform, systemActor, groupId, { remove: [hostId] })
    const begun = Date.now()
    await session.closed
    expect(end()).toBe('grant-removed')
    expect(Date.now() - begun).toBeLessThan(2000)
  })
  stop()
}, 30_000)
