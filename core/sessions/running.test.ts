import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import type { UserActor } from '../actor'
import { createHost } from '../inventory/hosts'
import { addTestUser, describeEachDatabase, type TestPlatform } from '../testing/platform'
import type { LiveSessions } from './live'
import { recentAccounts, runningSessions } from './running'

interface Row {
  hostId?: string
  login?: string
  minutesAgo: number
  ended?: boolean
}

async function addSession(platform: TestPlatform, actor: UserActor, row: Row): Promise<string> {
  const id = randomUUID()
  const startedAt = new Date(Date.now() - row.minutesAgo * 60_000)
  await platform.db.session.create({
    data: {
      id,
      kind: row.hostId ? 'inventory' : 'quick',
      state: row.ended ? 'closed' : 'open',
      userId: actor.id,
      userName: actor.name,
      hostId: row.hostId,
      hostName: 'web',
      address: '10.0.0.1',
      port: 22,
      login: row.login ?? 'root',
      clientAddress: '192.0.2.1',
      startedAt,
      endedAt: row.ended ? new Date() : null,
    },
  })
  return id
}

/** A house in which these sessions run. */
function withLive(platform: TestPlatform, sessions: readonly { sessionId: string; userId: string }[]): TestPlatform {
  const list = async () =>
    sessions.map((one) => ({
      ...one,
      webSessionId: 'w',
      state: 'open' as const,
      attached: false,
      bytesIn: 0,
      bytesOut: 0,
    }))
  const live: LiveSessions = { ...platform.live, list }
  return { ...platform, live }
}

describeEachDatabase('what a person comes back to', (open) => {
  const addHost = async (actor: UserActor, name: string) =>
    createHost(open(), actor, {
      name,
      address: `${name}.example.com`,
      port: 22,
      tags: [],
      notes: '',
      accounts: [{ login: 'root' }],
    })

  it('are their own sessions that run, newest first, with the account that opens each again', async () => {
    const [ann, bob] = [await addTestUser(open(), 'administrator'), await addTestUser(open(), 'operator')]
    const { id: hostId } = await addHost(ann, 'running-host')
    const older = await addSession(open(), ann, { hostId, minutesAgo: 9 })
    const newer = await addSession(open(), ann, { minutesAgo: 2 })
    const ended = await addSession(open(), ann, { hostId, minutesAgo: 1, ended: true })
    const other = await addSession(open(), bob, { hostId, minutesAgo: 1 })
    const platform = withLive(open(), [
      { sessionId: older, userId: ann.id },
      { sessionId: newer, userId: ann.id },
      { sessionId: ended, userId: ann.id },
      { sessionId: other, userId: bob.id },
    ])
    const running = await runningSessions(platform, ann)
    expect(running.map(({ id }) => id)).toEqual([newer, older])
    expect(running.map(({ kind, attached }) => [kind, attached])).toEqual([
      ['quick', false],
      ['inventory', false],
    ])
    const account = await open().db.account.findFirst({ where: { hostId } })
    expect(running.map(({ accountId }) => accountId)).toEqual([null, account?.id])
    expect(await runningSessions(open(), ann)).toEqual([])
  })

  it('are the accounts they used last, each once and only while it is in the inventory', async () => {
    const ann = await addTestUser(open(), 'administrator')
    const [one, two] = [await addHost(ann, 'recent-one'), await addHost(ann, 'recent-two')]
    await addSession(open(), ann, { hostId: one.id, minutesAgo: 30, ended: true })
    await addSession(open(), ann, { hostId: two.id, minutesAgo: 20, ended: true })
    await addSession(open(), ann, { hostId: one.id, minutesAgo: 10, ended: true })
    await addSession(open(), ann, { hostId: one.id, login: 'gone', minutesAgo: 5, ended: true })
    const recent = await recentAccounts(open(), ann)
    expect(recent.map(({ hostName }) => hostName)).toEqual(['recent-one', 'recent-two'])
    expect(await recentAccounts(open(), ann, 1)).toHaveLength(1)
    expect(await recentAccounts(open(), await addTestUser(open(), 'auditor'))).toEqual([])
  })
})
