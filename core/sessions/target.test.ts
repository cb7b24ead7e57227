import { beforeAll, expect, it } from 'vitest'
import { createGrant, deleteGrant } from '../access/grants'
import type { UserActor } from '../actor'
import { acceptHostKey, placeOfHost } from '../inventory/host-keys'
import { createHost } from '../inventory/hosts'
import { NameBook } from '../inventory/names'
import type { Platform } from '../platform'
import { addTestUser, describeEachDatabase } from '../testing/platform'
import { prepareSession } from './open'
import { recogniseHost } from './recognise'
import type { PresentedKey } from './states'

const zone: Record<string, string[]> = {
  'alias.example': ['192.0.2.5'],
  'both.example': ['192.0.2.5', '192.0.2.99', '192.0.2.6'],
  'named.example': ['192.0.2.7', '2001:db8::7'],
  'other.example': ['192.0.2.7'],
  'outside.example': ['198.51.100.1'],
}

describeEachDatabase(
  'what quick connect reaches',
  (open) => {
    let ada: UserActor
    let olga: UserActor
    let platform: Platform
    const ids: Record<string, string> = {}
    beforeAll(async () => {
      const ask = async (name: string) => zone[name] ?? Promise.reject(new Error('ENOTFOUND'))
      platform = { ...open(), names: new NameBook(ask) }
      ada = await addTestUser(platform, 'administrator', 'ada')
      olga = await addTestUser(platform, 'operator', 'olga')
      for (const [name, address] of [
        ['five', '192.0.2.5'],
        ['six', '192.0.2.6'],
        ['seven', 'named.example'],
        ['dead', 'dead.example'],
      ] as const) {
        ids[name] = (await createHost(platform, ada, { name, address })).id
      }
    })
    const prepare = (address: string, change: { port?: number; platform?: Platform } = {}) =>
      prepareSession(change.platform ?? platform, olga, {
        version: 2,
        clientId: '6f6b2b7e-5f5d-4b1e-9f0a-3f1f7d1a0001',
        cols: 80,
        rows: 24,
        term: 'xterm',
        target: { kind: 'quick', address, port: change.port ?? 22, login: 'root' },
      })
    const granted = async (host: string, work: () => Promise<void>) => {
      const grant = { name: 'theirs', userIds: [olga.id], hostIds: [ids[host] ?? ''], capabilities: ['shell'] }
      const { id } = await createGrant(platform, ada, grant)
      try {
        await work()
      } finally {
        await deleteGrant(platform, ada, id)
      }
    }
    const keyOf = async (): Promise<PresentedKey> => {
      const { keyType, fingerprint, publicKey } = await platform.keyTool.generateEd25519('host')
      return { keyType, fingerprint, publicKey: publicKey.split(' ')[1] ?? '' }
    }

    it.each([
      ['a name that leads to its address', 'five', 'alias.example', ['192.0.2.5']],
      ['an address that carries its own', 'five', '64:ff9b::c000:205', ['64:ff9b::c000:205']],
      ['the address to which its name leads', 'seven', '192.0.2.7', ['192.0.2.7']],
      ['the other address to which its name leads', 'seven', '2001:db8::7', ['2001:db8::7']],
      ['another name for the same address', 'seven', 'other.example', ['192.0.2.7']],
      ['its own name', 'seven', 'NAMED.example.', ['192.0.2.7', '2001:db8::7']],
      ['a name that leads elsewhere too', 'six', 'both.example', ['192.0.2.6']],
    ])('takes the grant of a host by %s, and dials what was looked at', async (_, host, address, resolved) => {
      await expect(prepare(address)).rejects.toMatchObject({ code: 'not-found' })
      const refusal = await platform.db.auditEvent.findFirstOrThrow({
        where: { action: 'session.refused' },
        orderBy: { seq: 'desc' },
      })
      expect(JSON.parse(refusal.detail)).toMatchObject({ reason: 'no-grant', kind: 'quick' })
      await granted(host, async () => {
        const { order } = await prepare(address)
        expect(order.target.resolved).toEqual(resolved)
        expect(order.context.place).toMatchObject({ kind: 'host', hostId: ids[host] })
        const row = await platform.db.session.findUniqueOrThrow({ where: { id: order.sessionId } })
        expect(row).toMatchObject({ kind: 'quick', hostId: ids[host], hostName: host })
      })
    })

    it('takes none for what is no host of the inventory: another port, another address, a name that is not there', async () => {
      expect((await prepare('alias.example', { port: 2222 })).order).toMatchObject({
        target: { resolved: ['192.0.2.5'] },
        context: { place: { kind: 'endpoint', address: 'alias.example', port: 2222 } },
      })
      expect((await prepare('outside.example')).order.target.resolved).toEqual(['198.51.100.1'])
      expect((await prepare('none.example')).order.target.resolved).toEqual([])
    })

    it('is not opened while it can not be told whose address it is', async () => {
      const slow = { keptMs: 1, nameMs: 10_000, allMs: 20, atOnce: 1, most: 100 }
      const names = new NameBook(
        (name) => (name === 'outside.example' ? Promise.resolve(['198.51.100.1']) : new Promise(() => {})),
        slow,
      )
      await expect(prepare('outside.example', { platform: { ...platform, names } })).rejects.toMatchObject({
        code: 'target-unclear',
      })
    })

    it('is the host whose key it is known by', async () => {
      const key = await keyOf()
      // Before the inventory knew the key, the place was one of its own.
      const place = { kind: 'endpoint' as const, address: '198.51.100.1', port: 22 }
      await acceptHostKey(platform, ada, place, key)
      expect((await prepare('198.51.100.1')).order.pinnedKeys).toEqual([key])
      await acceptHostKey(platform, ada, await placeOfHost(platform, ids.five ?? ''), key)
      await expect(prepare('198.51.100.1')).rejects.toMatchObject({ code: 'not-found' })
      await granted('five', async () => {
        const { order } = await prepare('198.51.100.1')
        expect([order.context.place, order.pinnedKeys]).toMatchObject([{ kind: 'host', hostId: ids.five }, [key]])
      })
    })

    it('is recognised when it shows the key of a host: then the grant is asked', async () => {
      const key = await keyOf()
      const { sessionId } = (await prepare('198.51.100.2')).order
      expect(await recogniseHost(platform, olga, sessionId, key)).toEqual({ kind: 'unknown' })
      await acceptHostKey(platform, ada, await placeOfHost(platform, ids.six ?? ''), key)
      expect(await recogniseHost(platform, olga, sessionId, key)).toEqual({ kind: 'refused' })
      const refusal = { action: 'session.refused', sessionId, hostName: 'six', outcome: 'denied' }
      expect(await platform.db.auditEvent.count({ where: refusal })).toBe(1)
      // Nor can it be pinned as a place of its own.
      const place = { kind: 'endpoint' as const, address: '198.51.100.2', port: 22 }
      await expect(acceptHostKey(platform, ada, place, key)).rejects.toMatchObject({ code: 'conflict' })
      await granted('six', async () => {
        expect(await recogniseHost(platform, olga, sessionId, key)).toMatchObject({
          kind: 'granted',
          place: { hostId: ids.six },
        })
        const row = await platform.db.session.findUniqueOrThrow({
          where: { id: sessionId },
          select: { hostId: true, grantId: true },
        })
        expect(row).toEqual({ hostId: ids.six, grantId: expect.any(String) })
        const event = { action: 'session.recognised', sessionId, hostName: 'six' }
        expect(await platform.db.auditEvent.count({ where: event })).toBe(1)
      })
    })
  },
  { GATEHOUSE_QUICK_CONNECT: 'operators' },
)
