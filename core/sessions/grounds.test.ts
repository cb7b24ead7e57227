import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, it } from 'vitest'
import { packageRoot } from '@/prisma/migrate'
import { createGrant, deleteGrant, updateGrant } from '../access/grants'
import { groundsChanged, loadRules } from '../access/rules'
import { systemActor, type UserActor } from '../actor'
import { changeMembers, createGroup } from '../identity/groups'
import { removeFactors } from '../identity/second-factor'
import { changeHostMembers, createHostGroup, deleteHostGroup } from '../inventory/host-groups'
import { acceptHostKey, placeOfHost } from '../inventory/host-keys'
import { createHost, updateHost } from '../inventory/hosts'
import { addTestUser, describeEachDatabase } from '../testing/platform'
import { findAttachable } from './attach'
import { judgeRunning } from './grounds'
import { prepareSession } from './open'
import { recentAccounts } from './running'
import type { ParsedOpenRequest } from './wire'

describeEachDatabase(
  'sessions and grants',
  (open) => {
    let ada: UserActor
    let olga: UserActor
    let hostId: string
    let account: ParsedOpenRequest['target']
    const host = { name: 'Harbour', address: '192.0.2.5', tags: ['prod'], accounts: [{ login: 'deploy' }] }
    beforeAll(async () => {
      const platform = open()
      ada = await addTestUser(platform, 'administrator', 'ada')
      olga = await addTestUser(platform, 'operator', 'olga')
      hostId = (await createHost(platform, ada, host)).id
      const { id: accountId } = await platform.db.account.findFirstOrThrow({ where: { hostId } })
      account = { kind: 'account', accountId }
    })
    const prepare = (actor: UserActor, change: Partial<ParsedOpenRequest> = {}) =>
      prepareSession(open(), actor, {
        version: 2,
        clientId: '6f6b2b7e-5f5d-4b1e-9f0a-3f1f7d1a0001',
        cols: 80,
        rows: 24,
        term: 'xterm',
        target: account,
        ...change,
      })
    const grant = (change: Record<string, unknown> = {}) =>
      createGrant(open(), ada, {
        name: 'theirs',
        userIds: [olga.id],
        hostIds: [hostId],
        capabilities: ['shell'],
        ...change,
      })
    const refusals = () =>
      open().db.auditEvent.findMany({ where: { action: 'session.refused' }, orderBy: { seq: 'asc' } })
    const judge = async (sessionId: string, actor = olga) => {
      const { id: userId, webSessionId, clientAddress } = actor
      return (await judgeRunning(open(), [{ sessionId, userId, webSessionId, clientAddress }])).get(sessionId)
    }

    it('open nothing without one: for an operator the host is not there, an administrator is told', async () => {
      const quick = { kind: 'quick', address: host.address, port: 22, login: 'root' } as const
      await expect(prepare(olga)).rejects.toMatchObject({ code: 'not-found' })
      await expect(prepare(olga, { target: quick })).rejects.toMatchObject({ code: 'not-found' })
      await expect(prepare(ada)).rejects.toMatchObject({ code: 'no-access', params: { condition: 'no-grant' } })
      expect(await open().db.session.count()).toBe(0)
      expect((await refusals()).map(({ hostName, detail }) => [hostName, JSON.parse(detail)])).toMatchObject([
        ['Harbour', { reason: 'no-grant', kind: 'inventory', login: 'deploy', grants: [] }],
        ['Harbour', { reason: 'no-grant', kind: 'quick', login: 'root' }],
        ['Harbour', { reason: 'no-grant' }],
      ])
      const key = { keyType: 'ssh-ed25519', fingerprint: '', publicKey: '' }
      await expect(acceptHostKey(open(), olga, await placeOfHost(open(), hostId), key)).rejects.toMatchObject({
        code: 'not-found',
      })
    })

    it.each<[string, Record<string, unknown>]>([
      ['not-yet', { validFrom: '2100-01-01' }],
      ['expired', { validUntil: '2001-01-01' }],
      ['outside-networks', { networks: ['198.51.100.0/24'] }],
      ['second-factor-missing', { requiresSecondFactor: true }],
      ['reason-missing', { requiresReason: true }],
      // The account has no credential, so what opens it is typed.
      ['shared-credential-required', { credentials: 'shared' }],
    ])('name the condition that failed: %s', async (condition, change) => {
      const { id } = await grant(change)
      await expect(prepare(olga)).rejects.toMatchObject({ code: 'no-access', params: { condition } })
      expect(JSON.parse((await refusals()).at(-1)?.detail ?? '')).toMatchObject({
        grants: [{ id, failed: [condition] }],
      })
      await deleteGrant(open(), ada, id)
    })

    it('say outside their hours when they begin again', async () => {
      const now = new Date()
      const opensAt = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() + 2)
      const windows = [{ days: [((now.getUTCDay() + 1) % 7) + 1], from: '00:00', to: '00:30' }]
      const { id } = await grant({ schedule: { timeZone: 'UTC', windows } })
      await expect(prepare(olga)).rejects.toMatchObject({
        code: 'no-access',
        params: { condition: 'outside-hours', opensAt },
      })
      await deleteGrant(open(), ada, id)
    })

    it('do not show one that is switched off or means another login', async () => {
      for (const change of [{ disabled: true }, { logins: ['root'] }, { capabilities: ['file-read'] }]) {
        const { id } = await grant(change)
        await expect(prepare(olga)).rejects.toMatchObject({ code: 'not-found' })
        await deleteGrant(open(), ada, id)
      }
    })

    it('keep the grant and the reason, in the row and in the audit log', async () => {
      const { id } = await grant({ requiresReason: true, requiresSecondFactor: true })
      const shown = { ...olga, secondFactor: true }
      const { opened } = await prepare(shown, { reason: 'CHG-7' })
      const row = await open().db.session.findUniqueOrThrow({ where: { id: opened.sessionId } })
      expect(row).toMatchObject({ grantId: id, reason: 'CHG-7' })
      expect((await open().db.grant.findUniqueOrThrow({ where: { id } })).lastUsedAt).toEqual(row.startedAt)
      const start = await open().db.auditEvent.findFirstOrThrow({ where: { sessionId: opened.sessionId } })
      expect(JSON.parse(start.detail)).toMatchObject({ grants: [{ id, name: 'theirs' }], reason: 'CHG-7' })
      expect(await recentAccounts(open(), olga)).toHaveLength(1)
      // Coming back asks again, from where they are now and with the reason they gave.
      await expect(findAttachable(open(), shown, opened.sessionId)).resolves.toMatchObject({ kind: 'running' })
      await expect(findAttachable(open(), olga, opened.sessionId)).rejects.toMatchObject({
        code: 'no-access',
        params: { condition: 'second-factor-missing' },
      })
      await deleteGrant(open(), ada, id)
      await expect(findAttachable(open(), shown, opened.sessionId)).rejects.toMatchObject({ code: 'not-found' })
      expect(await recentAccounts(open(), olga)).toEqual([])
    })

    it('end with the reason when their ground falls away', async () => {
      const platform = open()
      const until = new Date(Date.now() + 3_600_000)
      const { id } = await grant({ validUntil: until })
      const { sessionId } = (await prepare(olga)).opened
      const change = (input: Record<string, unknown>) =>
        updateGrant(platform, ada, id, {
          name: 'theirs',
          userIds: [olga.id],
          hostIds: [hostId],
          capabilities: ['shell'],
          ...input,
        })
      expect(await judge(sessionId)).toEqual({ end: null, until: until.getTime() })
      const day = new Date().getUTCDay() || 7
      const elsewhen = { timeZone: 'UTC', windows: [{ days: [((day + 2) % 7) + 1], from: '00:00', to: '01:00' }] }
      for (const [input, end] of [
        [{ validUntil: new Date(Date.now() - 1000) }, 'grant-expired'],
        [{ schedule: elsewhen }, 'grant-hours-over'],
        [{ networks: ['198.51.100.0/24'] }, 'grant-removed'],
        [{ requiresSecondFactor: true }, 'grant-removed'],
        [{ disabled: true }, 'grant-removed'],
        [{ userIds: [ada.id] }, 'grant-removed'],
        [{ logins: ['root'] }, 'grant-removed'],
        [{}, null],
      ] as const) {
        await change(input)
        expect([input, (await judge(sessionId))?.end]).toEqual([input, end])
      }
      // Another grant that opens it keeps it open.
      const group = await createGroup(platform, ada, { name: 'Ops' })
      await changeMembers(platform, ada, group.id, { add: [olga.id] })
      const other = await grant({
        name: 'by tag',
        userIds: [],
        groupIds: [group.id],
        hostIds: [],
        tagExpression: 'prod',
      })
      await deleteGrant(platform, ada, id)
      expect(await judge(sessionId)).toEqual({ end: null, until: null })
      await updateHost(platform, ada, hostId, { ...host, tags: [] })
      expect((await judge(sessionId))?.end).toBe('grant-removed')
      await updateHost(platform, ada, hostId, host)
      await changeMembers(platform, ada, group.id, { remove: [olga.id] })
      expect((await judge(sessionId))?.end).toBe('grant-removed')
      await deleteGrant(platform, ada, other.id)
    })

    it('end when their host leaves the group of hosts that a grant names', async () => {
      const platform = open()
      const group = await createHostGroup(platform, ada, { name: 'Shops' })
      await changeHostMembers(platform, ada, group.id, { add: [hostId] })
      const { id } = await grant({ hostIds: [], hostGroupIds: [group.id] })
      const { sessionId } = (await prepare(olga)).opened
      expect((await judge(sessionId))?.end).toBeNull()
      await changeHostMembers(platform, ada, group.id, { remove: [hostId] })
      expect((await judge(sessionId))?.end).toBe('grant-removed')
      await expect(prepare(olga)).rejects.toMatchObject({ code: 'not-found' })
      await changeHostMembers(platform, ada, group.id, { add: [hostId] })
      await deleteHostGroup(platform, ada, group.id)
      expect((await judge(sessionId))?.end).toBe('grant-removed')
      await deleteGrant(platform, ada, id)
    })

    it('rest on the second factor of their sign-in, and no longer once it was reset', async () => {
      const platform = open()
      const { id } = await grant({ requiresSecondFactor: true })
      await platform.db.webSession.update({ where: { id: olga.webSessionId }, data: { factorShownAt: new Date() } })
      const { sessionId } = (await prepare({ ...olga, secondFactor: true })).opened
      expect((await judge(sessionId))?.end).toBeNull()
      await platform.db.$transaction((tx) => removeFactors(tx, olga.id))
      expect((await judge(sessionId))?.end).toBe('grant-removed')
      await deleteGrant(platform, ada, id)
    })

    it('are asked about again after whatever a decision reads has changed, and after nothing else', async () => {
      const { db } = open()
      const changed = async (work: () => Promise<unknown>) => {
        const { seq } = await loadRules(open())
        await work()
        return groundsChanged(db, seq, (await loadRules(open())).seq)
      }
      const group = await createGroup(open(), ada, { name: 'Late' })
      const { id } = await grant()
      expect(await changed(async () => {})).toBe(false)
      expect(await changed(() => prepare(olga))).toBe(false)
      expect(await changed(() => updateHost(open(), ada, hostId, { ...host, notes: 'x' }))).toBe(true)
      expect(await changed(() => changeMembers(open(), ada, group.id, { add: [olga.id] }))).toBe(true)
      expect(await changed(() => deleteGrant(open(), ada, id))).toBe(true)
    })

    it('go on as before after an upgrade, by a grant of all to everyone', async () => {
      const platform = open()
      const folder = join(packageRoot(), 'prisma', platform.kind, 'migrations')
      const name = readdirSync(folder).find((entry) => entry.endsWith('_grants')) ?? ''
      const sql = readFileSync(join(folder, name, 'migration.sql'), 'utf8')
      await platform.db.$executeRawUnsafe(sql.slice(sql.indexOf('INSERT INTO "Grant"')))
      await updateHost(platform, systemActor, hostId, { ...host, notes: 'upgraded' })
      const { id } = await createGrant(platform, ada, {
        name: 'x',
        everyone: true,
        hostIds: [hostId],
        capabilities: ['exec'],
      })
      const { rules } = await loadRules(platform)
      expect(rules.grants.map((one) => one.name)).toContain('Everyone: all hosts')
      await deleteGrant(platform, ada, id)
      await prepare(olga)
    })
  },
  { GATEHOUSE_QUICK_CONNECT: 'operators', GATEHOUSE_ACCEPT_HOST_KEYS: 'operators' },
)
