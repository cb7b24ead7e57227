import { beforeAll, expect, it } from 'vitest'
import { createGrant, deleteGrant } from '../access/grants'
import type { UserActor } from '../actor'
import { createHost } from '../inventory/hosts'
import type { Platform } from '../platform'
import { addTestUser, describeEachDatabase } from '../testing/platform'
import { createCredential } from '../vault/credentials'
import { chooseOwnCredential, createOwnCredential } from '../vault/own-credentials'
import { findAttachable } from './attach'
import { judgeRunning } from './grounds'
import { prepareSession } from './open'
import { getSession } from './search'

describeEachDatabase('what a session is opened with', (open) => {
  let ada: UserActor
  let olga: UserActor
  let otto: UserActor
  let hostId: string
  /** One with a shared credential, one without. */
  let accounts: Record<'kept' | 'bare', string>
  let own: string
  let ottos: string
  let shared: string

  beforeAll(async () => {
    const platform = open()
    ada = await addTestUser(platform, 'administrator', 'ada')
    olga = await addTestUser(platform, 'operator', 'olga')
    otto = await addTestUser(platform, 'operator', 'otto')
    const input = { kind: 'password', name: 'Team', password: 'the-shared-one' }
    shared = (await createCredential(platform, ada, input)).id
    const logins = [{ login: 'bare' }, { login: 'kept', credentialId: shared }]
    hostId = (await createHost(platform, ada, { name: 'Harbour', address: '192.0.2.5', accounts: logins })).id
    const rows = await platform.db.account.findMany({ where: { hostId }, orderBy: { login: 'asc' } })
    accounts = { bare: rows[0]?.id ?? '', kept: rows[1]?.id ?? '' }
    own = (await createOwnCredential(platform, olga, { kind: 'password', name: 'Mine', password: 'olgas-own' })).id
    ottos = (await createOwnCredential(platform, otto, { kind: 'password', name: 'His', password: 'ottos-own' })).id
  })

  const prepare = (actor: UserActor, account: keyof typeof accounts, platform: Platform = open()) =>
    prepareSession(platform, actor, {
      version: 2,
      clientId: '6f6b2b7e-5f5d-4b1e-9f0a-3f1f7d1a0001',
      cols: 80,
      rows: 24,
      term: 'xterm',
      target: { kind: 'account', accountId: accounts[account] },
    })
  const grant = (change: Record<string, unknown> = {}) =>
    createGrant(open(), ada, {
      name: `grant ${JSON.stringify(change)}`,
      everyone: true,
      hostIds: [hostId],
      capabilities: ['shell'],
      ...change,
    })
  const judge = async (sessionId: string) => {
    const { id: userId, webSessionId, clientAddress } = olga
    return (await judgeRunning(open(), [{ sessionId, userId, webSessionId, clientAddress }])).get(sessionId)
  }
  const lastEvent = async (action: string) => {
    const event = await open().db.auditEvent.findFirstOrThrow({ where: { action }, orderBy: { seq: 'desc' } })
    return { ...event, detail: JSON.parse(event.detail) }
  }

  it('is the account’s own, or asked, until someone chooses theirs; row and event say which, and hold no secret', async () => {
    const { id } = await grant()
    expect((await prepare(olga, 'kept')).order.auth).toEqual({ kind: 'password', password: 'the-shared-one' })
    expect((await lastEvent('session.start')).detail.credential).toEqual({ id: shared, name: 'Team', kind: 'shared' })
    expect((await prepare(olga, 'bare')).order.auth).toEqual({ kind: 'ask' })
    expect((await lastEvent('session.start')).detail.credential).toEqual({ kind: 'personal', typed: true })
    for (const account of ['kept', 'bare'] as const) {
      await chooseOwnCredential(open(), olga, accounts[account], own)
      const { order, opened } = await prepare(olga, account)
      expect(order.auth).toEqual({ kind: 'password', password: 'olgas-own' })
      const event = await lastEvent('session.start')
      expect(event.detail.credential).toEqual({ id: own, name: 'Mine', kind: 'personal' })
      expect(JSON.stringify([event, await getSession(open(), ada, opened.sessionId)])).not.toContain('olgas-own')
      expect(await getSession(open(), ada, opened.sessionId)).toMatchObject({
        credential: { personal: true, name: 'Mine' },
      })
    }
    // Another's choice is theirs.
    expect((await prepare(otto, 'kept')).order.auth).toMatchObject({ password: 'the-shared-one' })
    expect((await prepare(otto, 'bare')).order.auth).toEqual({ kind: 'ask' })
    // What the setting closes counts for nothing.
    const { config } = open()
    const off = { ...open(), config: { ...config, access: { ...config.access, personalCredentials: false } } }
    expect((await prepare(olga, 'kept', off)).order.auth).toMatchObject({ password: 'the-shared-one' })
    await deleteGrant(open(), ada, id)
  })

  it('opens for nobody else, whatever is changed in the database', async () => {
    const { id } = await grant()
    const sql = (text: string) => open().db.$executeRawUnsafe(text)
    const before = await open().db.session.count()
    const refused = async (actor: UserActor) => {
      await expect(prepare(actor, 'bare')).rejects.toMatchObject({ code: 'credential-unusable' })
      const { outcome, actorId, detail } = await lastEvent('session.refused')
      expect([outcome, actorId, detail.reason]).toEqual(['failure', actor.id, 'credential-unusable'])
    }
    // Otto is made to have chosen Olga's.
    await chooseOwnCredential(open(), otto, accounts.bare, ottos)
    await sql(`UPDATE "OwnCredentialUse" SET "credentialId" = '${own}' WHERE "userId" = '${otto.id}'`)
    await refused(otto)
    // And she to have given it to him.
    await sql(`UPDATE "OwnCredential" SET "ownerId" = '${otto.id}' WHERE "id" = '${own}'`)
    await refused(otto)
    await refused(olga)
    await sql(`UPDATE "OwnCredential" SET "ownerId" = '${olga.id}' WHERE "id" = '${own}'`)
    // His own row with what is sealed in hers.
    await sql(`UPDATE "OwnCredentialUse" SET "credentialId" = '${ottos}' WHERE "userId" = '${otto.id}'`)
    const hers = await open().db.ownCredential.findUniqueOrThrow({ where: { id: own } })
    const his = await open().db.ownCredential.findUniqueOrThrow({ where: { id: ottos } })
    const { sealed, wrappedKey } = hers
    await open().db.ownCredential.update({ where: { id: ottos }, data: { sealed, wrappedKey } })
    await refused(otto)
    const back = { sealed: his.sealed, wrappedKey: his.wrappedKey }
    await open().db.ownCredential.update({ where: { id: ottos }, data: back })
    // The account itself made to have hers: the database holds the two apart.
    await expect(
      sql(`UPDATE "Account" SET "credentialId" = '${own}' WHERE "id" = '${accounts.bare}'`),
    ).rejects.toThrow()
    // A shared row with what is sealed in hers.
    const team = await open().db.credential.findUniqueOrThrow({ where: { id: shared } })
    await open().db.credential.update({ where: { id: shared }, data: { sealed, wrappedKey } })
    await expect(prepare(otto, 'kept')).rejects.toMatchObject({ code: 'master-key-wrong' })
    await open().db.credential.update({
      where: { id: shared },
      data: { sealed: team.sealed, wrappedKey: team.wrappedKey },
    })
    expect(await open().db.session.count()).toBe(before)
    expect((await prepare(otto, 'bare')).order.auth).toMatchObject({ password: 'ottos-own' })
    expect((await prepare(olga, 'bare')).order.auth).toMatchObject({ password: 'olgas-own' })
    await deleteGrant(open(), ada, id)
  })

  it('is what the grant says: shared alone, or one’s own', async () => {
    const refused = (account: keyof typeof accounts, condition: string) =>
      expect(prepare(olga, account)).rejects.toMatchObject({ code: 'no-access', params: { condition } })
    const { id: onlyShared } = await grant({ credentials: 'shared' })
    await chooseOwnCredential(open(), olga, accounts.kept, own)
    await refused('kept', 'shared-credential-required')
    expect((await lastEvent('session.refused')).detail).toMatchObject({
      grants: [{ failed: ['shared-credential-required'] }],
    })
    await refused('bare', 'shared-credential-required')
    await chooseOwnCredential(open(), olga, accounts.kept, null)
    const { sessionId } = (await prepare(olga, 'kept')).opened
    await deleteGrant(open(), ada, onlyShared)
    const { id: onlyOwn } = await grant({ credentials: 'personal' })
    await refused('kept', 'own-credential-required')
    // The session that runs was opened with the shared one, which the grant that is left doesn't open.
    expect((await judge(sessionId))?.end).toBe('grant-removed')
    await chooseOwnCredential(open(), olga, accounts.kept, own)
    expect((await prepare(olga, 'kept')).order.auth).toMatchObject({ password: 'olgas-own' })
    await deleteGrant(open(), ada, onlyOwn)
  })

  it('takes a fresh proof where a grant demands one, which then holds for the session’s life', async () => {
    const { id } = await grant({ proofMinutes: 5 })
    const minute = 60_000
    const proven = (minutes: number) => ({ ...olga, provenAt: Date.now() - minutes * minute })
    await expect(prepare(proven(6), 'kept')).rejects.toMatchObject({
      code: 'no-access',
      params: { condition: 'proof-missing' },
    })
    const { sessionId } = (await prepare(proven(4), 'kept')).opened
    const row = await open().db.session.findUniqueOrThrow({ where: { id: sessionId } })
    expect(row.startedAt.getTime() - (row.provenAt?.getTime() ?? 0)).toBeGreaterThanOrEqual(4 * minute)
    // An hour later nothing is asked again.
    const ago = {
      startedAt: new Date(row.startedAt.getTime() - 60 * minute),
      provenAt: new Date(Date.now() - 64 * minute),
    }
    await open().db.session.update({ where: { id: sessionId }, data: ago })
    expect(await judge(sessionId)).toEqual({ end: null, until: null })
    await expect(findAttachable(open(), proven(65), sessionId)).resolves.toMatchObject({ kind: 'running' })
    await deleteGrant(open(), ada, id)
    // Without a demand the age is nobody's business; one that is made later finds the proof too old.
    const { id: lax } = await grant()
    const old = (await prepare(proven(600), 'kept')).opened
    await deleteGrant(open(), ada, lax)
    const { id: strict } = await grant({ proofMinutes: 5 })
    expect((await judge(old.sessionId))?.end).toBe('grant-removed')
    await deleteGrant(open(), ada, strict)
  })
})
