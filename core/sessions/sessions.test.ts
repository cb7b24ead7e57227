import { join } from 'node:path'
import { beforeAll, expect, it } from 'vitest'
import { systemActor, type UserActor } from '../actor'
import { searchAudit } from '../audit/search'
import { acceptHostKey } from '../inventory/host-keys'
import { createHost } from '../inventory/hosts'
import type { Platform } from '../platform'
import { RecordingWriter } from '../recording/writer'
import { addTestUser, describeEachDatabase, grantEverything } from '../testing/platform'
import { createCredential } from '../vault/credentials'
import { findAttachable, recordAttach } from './attach'
import { finishSession, sessionOpened } from './finish'
import { type PreparedSession, prepareSession } from './open'
import { openRecording } from './recordings'
import { recoverSessions } from './recover'
import { endSession, getSession, searchSessions } from './search'
import type { ParsedOpenRequest } from './wire'

const tally = { bytesIn: 3, bytesOut: 70_000, durationMs: 1500, sizeBytes: 900, recordingComplete: true }
const request = (target: ParsedOpenRequest['target']): ParsedOpenRequest => ({
  version: 2,
  clientId: '6f6b2b7e-5f5d-4b1e-9f0a-3f1f7d1a0001',
  cols: 80,
  rows: 24,
  term: 'xterm',
  target,
})
const quick = request({ kind: 'quick', address: '192.0.2.77', port: 22, login: 'root', password: 'quick-secret-7' })

describeEachDatabase('sessions', (open) => {
  let people: Record<'ada' | 'olga' | 'otto' | 'audra', UserActor>
  let account: ParsedOpenRequest['target']

  beforeAll(async () => {
    const platform = open()
    people = {
      ada: await addTestUser(platform, 'administrator', 'ada'),
      olga: await addTestUser(platform, 'operator', 'olga'),
      otto: await addTestUser(platform, 'operator', 'otto'),
      audra: await addTestUser(platform, 'auditor', 'audra'),
    }
    const credential = await createCredential(platform, systemActor, {
      kind: 'password',
      name: 'pw',
      password: 'stored-secret-9',
    })
    const { id } = await createHost(platform, systemActor, {
      name: 'Harbour',
      address: '192.0.2.5',
      port: 22,
      accounts: [{ login: 'deploy', credentialId: credential.id }],
    })
    await grantEverything(platform)
    account = { kind: 'account', accountId: (await platform.db.account.findFirstOrThrow({ where: { hostId: id } })).id }
  })

  it('are prepared with everything the keeper needs, and the record first', async () => {
    const platform = open()
    const { order, opened } = await prepareSession(platform, people.olga, request(account))
    expect(order).toMatchObject({
      target: { address: '192.0.2.5', port: 22, login: 'deploy' },
      auth: { kind: 'password', password: 'stored-secret-9' },
      mayAcceptHostKey: false,
      pinnedKeys: [],
    })
    expect(order.recording.path.startsWith(join(platform.config.dataFolder, 'recordings'))).toBe(true)
    const { rows } = await searchAudit(platform, people.audra, { session: opened.sessionId })
    expect(rows.map((row) => row.action)).toEqual(['session.start'])
    expect(JSON.stringify(rows)).not.toContain('stored-secret-9')
    await finishSession(platform, people.olga, opened.sessionId, { reason: 'auth-failed' }, { ...tally, bytesOut: 0 })
  })

  it('know how the host writes text, by a quick connect to it too; the recording says so where it is not UTF-8', async () => {
    const platform = open()
    const { id } = await createHost(platform, systemActor, {
      name: 'Old',
      address: '192.0.2.88',
      encoding: 'gbk',
      accounts: [{ login: 'deploy' }],
    })
    const { id: accountId } = await platform.db.account.findFirstOrThrow({ where: { hostId: id } })
    const target = { kind: 'quick', address: '192.0.2.88', port: 22, login: 'root', password: 'x' } as const
    for (const wanted of [{ kind: 'account', accountId } as const, target]) {
      const { order, opened } = await prepareSession(platform, people.ada, request(wanted))
      expect([opened.encoding, order.recording.header.encoding]).toEqual(['gbk', 'gbk'])
      await finishSession(platform, people.ada, opened.sessionId, { reason: 'timed-out' }, { ...tally, bytesOut: 0 })
    }
    const { order, opened } = await prepareSession(platform, people.ada, quick)
    expect([opened.encoding, order.recording.header.encoding]).toEqual(['utf-8', undefined])
    await finishSession(platform, people.ada, opened.sessionId, { reason: 'timed-out' }, { ...tally, bytesOut: 0 })
  })

  it('are refused to auditors, and quick connect to operators, and each refusal is an event', async () => {
    const platform = open()
    await expect(prepareSession(platform, people.audra, request(account))).rejects.toMatchObject({
      code: 'not-allowed',
    })
    await expect(prepareSession(platform, people.olga, quick)).rejects.toMatchObject({ code: 'not-allowed' })
    expect((await searchAudit(platform, people.audra, { action: 'session.refused' })).total).toBe(2)
    const nowhere = request({ kind: 'account', accountId: 'no-such-account' })
    await expect(prepareSession(platform, people.ada, nowhere)).rejects.toMatchObject({ code: 'not-found' })
  })

  it('are limited by person and in all', async () => {
    const platform = open()
    const busy = (count: number, userId: string): Platform => ({
      ...platform,
      live: {
        ...platform.live,
        list: async () =>
          Array.from({ length: count }, (_, n) => ({
            sessionId: `${n}`,
            userId,
            webSessionId: '',
            state: 'open' as const,
            attached: true,
            bytesIn: 0,
            bytesOut: 0,
          })),
      },
    })
    const { maxSessionsPerUser, maxSessions } = platform.config
    await expect(
      prepareSession(busy(maxSessionsPerUser, people.olga.id), people.olga, request(account)),
    ).rejects.toMatchObject({ code: 'limit-reached' })
    await expect(prepareSession(busy(maxSessions, 'others'), people.olga, request(account))).rejects.toMatchObject({
      code: 'limit-reached',
    })
  })

  it('by quick connect store nothing of the password, and share the pinned keys of a host at that address', async () => {
    const platform = open()
    const first = await prepareSession(platform, people.ada, quick)
    expect(first.order.auth).toEqual({ kind: 'password', password: 'quick-secret-7' })
    expect(first.order.context.place).toMatchObject({ kind: 'endpoint', address: '192.0.2.77' })
    const stored = JSON.stringify([
      await platform.db.session.findMany({ omit: { bytesIn: true, bytesOut: true } }),
      await platform.db.auditEvent.findMany(),
    ])
    expect(stored).not.toContain('quick-secret-7')
    const known = await prepareSession(
      platform,
      people.ada,
      request({ kind: 'quick', address: '192.0.2.5', port: 22, login: 'root' }),
    )
    expect(known.order.context.place).toMatchObject({ kind: 'host', hostName: 'Harbour' })
    expect(known.order.auth).toEqual({ kind: 'ask' })
    const { publicKey, keyType, fingerprint } = await platform.keyTool.generateEd25519('host')
    const blob = publicKey.split(' ')[1] ?? ''
    await acceptHostKey(
      platform,
      people.ada,
      known.order.context.place,
      { keyType, fingerprint, publicKey: blob },
      known.opened.sessionId,
    )
    const again = await prepareSession(platform, people.olga, request(account))
    expect(again.order.pinnedKeys).toEqual([{ keyType, fingerprint, publicKey: blob }])
    for (const { opened } of [first, known, again])
      await finishSession(platform, systemActor, opened.sessionId, { reason: 'refused' }, tally)
  })

  it('are found by words and filters, each by those who may', async () => {
    const platform = open()
    const all = await searchSessions(platform, people.audra, { q: 'HARB dep' })
    expect(all.total).toBeGreaterThanOrEqual(2)
    expect(all.rows.every((row) => row.hostName === 'Harbour')).toBe(true)
    const own = await searchSessions(platform, people.olga, {})
    expect(own.rows.every((row) => row.userId === people.olga.id)).toBe(true)
    expect(own.total).toBe(2)
    expect((await searchSessions(platform, people.otto, {})).total).toBe(0)
    const [hers] = own.rows
    await expect(getSession(platform, people.otto, hers?.id ?? '')).rejects.toMatchObject({ code: 'not-found' })
    await expect(searchSessions(platform, people.ada, { sort: 'passwordHash' })).rejects.toMatchObject({
      code: 'invalid-input',
    })
  })

  it('end once, with their measures, and a changed host key is an event of its own', async () => {
    const platform = open()
    const { opened } = await prepareSession(platform, people.olga, request(account))
    await sessionOpened(platform, people.olga, opened.sessionId, new Date())
    // The portal was restarted meanwhile: the second time changes nothing.
    await sessionOpened(platform, people.olga, opened.sessionId, new Date())
    const key = { keyType: 'ssh-ed25519', fingerprint: 'SHA256:x', publicKey: 'AAAA' }
    const end = {
      reason: 'host-key-changed' as const,
      hostKey: { pinned: [key], presented: { ...key, fingerprint: 'SHA256:y' } },
    }
    await finishSession(platform, people.olga, opened.sessionId, end, tally)
    await finishSession(platform, people.olga, opened.sessionId, { reason: 'exited' }, tally)
    expect(await getSession(platform, people.audra, opened.sessionId)).toMatchObject({
      endReason: 'host-key-changed',
      bytesOut: 70_000,
      running: false,
    })
    const events = await searchAudit(platform, people.audra, { session: opened.sessionId, sort: 'at', dir: 'asc' })
    expect(events.rows.map((row) => row.action)).toEqual([
      'session.start',
      'session.open',
      'host-key.changed',
      'session.end',
    ])
  })

  it('that nobody saw end are recovered, with what their recording tells', async () => {
    const platform = open()
    const { order, opened }: PreparedSession = await prepareSession(platform, people.olga, request(account))
    const { key, ...recording } = order.recording
    const writer = await RecordingWriter.create({ ...recording, key: Buffer.from(key, 'base64') })
    await writer.output(Buffer.from('what was on the screen'))
    expect(await recoverSessions(platform, new Set([opened.sessionId]))).toBe(0)
    expect(await recoverSessions(platform, new Set())).toBe(1)
    expect(await recoverSessions(platform, new Set())).toBe(0)
    const session = await getSession(platform, people.olga, opened.sessionId)
    expect(session).toMatchObject({ endReason: 'portal-lost', recording: 'interrupted', bytesOut: 22 })
    await writer.close()

    await expect(openRecording(platform, people.olga, opened.sessionId, 'export')).rejects.toMatchObject({
      code: 'not-allowed',
    })
    await expect(openRecording(platform, people.otto, opened.sessionId, 'view')).rejects.toMatchObject({
      code: 'not-found',
    })
    const source = await openRecording(platform, people.audra, opened.sessionId, 'export')
    expect(source.path).toBe(order.recording.path)
    const events = await searchAudit(platform, people.audra, { session: opened.sessionId, action: 'recording.export' })
    expect(events.rows[0]?.actorName).toBe('audra')
  })

  it('are ended by their owner or an administrator, not by another operator or an auditor', async () => {
    const platform = open()
    const { opened } = await prepareSession(platform, people.olga, request(account))
    const ended: string[] = []
    const running: Platform = {
      ...platform,
      live: { ...platform.live, end: async (_id, reason) => ended.push(reason) > 0 },
    }
    await expect(endSession(running, people.otto, opened.sessionId)).rejects.toMatchObject({ code: 'not-found' })
    await expect(endSession(running, people.audra, opened.sessionId)).rejects.toMatchObject({ code: 'not-allowed' })
    await endSession(running, people.olga, opened.sessionId)
    await endSession(running, people.ada, opened.sessionId)
    expect(ended).toEqual(['closed-by-user', 'closed-by-administrator'])
    await expect(endSession(platform, people.ada, opened.sessionId)).rejects.toMatchObject({ code: 'conflict' })
  })

  it('are attached to by their owner while they run, and tell how they ended after that', async () => {
    const platform = open()
    const { opened } = await prepareSession(platform, people.olga, request(account))
    const { sessionId } = opened
    expect(await findAttachable(platform, people.olga, sessionId)).toEqual({ kind: 'running', openedAt: null })
    await expect(findAttachable(platform, people.ada, sessionId)).rejects.toMatchObject({ code: 'not-found' })
    await expect(findAttachable(platform, people.audra, sessionId)).rejects.toMatchObject({ code: 'not-allowed' })
    await expect(findAttachable(platform, people.olga, 'no such')).rejects.toMatchObject({ code: 'not-found' })
    await recordAttach(platform, people.olga, sessionId)
    const { rows } = await searchAudit(platform, people.audra, { session: sessionId, action: 'session.attach' })
    expect(rows).toMatchObject([{ actorName: 'olga', outcome: 'success' }])
    await finishSession(platform, people.olga, sessionId, { reason: 'exited', exitStatus: 4 }, tally)
    expect(await findAttachable(platform, people.olga, sessionId)).toEqual({
      kind: 'ended',
      end: { reason: 'exited', exitStatus: 4 },
    })
  })
})
