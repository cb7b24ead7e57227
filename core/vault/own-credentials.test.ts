import { beforeAll, expect, it } from 'vitest'
import { deleteGrant } from '../access/grants'
import type { UserActor } from '../actor'
import { systemActor } from '../actor'
import { getUser } from '../identity/user-detail'
import { deleteUser } from '../identity/users'
import { createHost } from '../inventory/hosts'
import { addTestUser, describeEachDatabase, grantEverything } from '../testing/platform'
import { inTransaction } from '../transaction'
import { credentialChoices, listCredentials } from './credentials'
import { getOwnCredential, listOwnCredentials, ownChoices } from './own-credential-reads'
import {
  chooseOwnCredential,
  createOwnCredential,
  deleteOwnCredential,
  ownMaterialFor,
  updateOwnCredential,
} from './own-credentials'
import { rotateMasterKey } from './rotate'

describeEachDatabase(
  'credentials of one’s own',
  (open) => {
    let ada: UserActor
    let olga: UserActor
    let otto: UserActor
    let accountId: string
    let everything: string
    beforeAll(async () => {
      const platform = open()
      ada = await addTestUser(platform, 'administrator', 'ada')
      olga = await addTestUser(platform, 'operator', 'olga')
      otto = await addTestUser(platform, 'operator', 'otto')
      everything = await grantEverything(platform)
      const host = { name: 'Harbour', address: '192.0.2.5', accounts: [{ login: 'deploy' }] }
      const { id: hostId } = await createHost(platform, systemActor, host)
      accountId = (await platform.db.account.findFirstOrThrow({ where: { hostId } })).id
    })
    const opened = (actor: UserActor, id: string) =>
      inTransaction(open().db, (tx) => ownMaterialFor(open(), tx, actor, id))
    const make = (actor: UserActor, name: string, password = 'olgas-own-secret-7') =>
      createOwnCredential(open(), actor, { kind: 'password', name, password })

    it('are sealed, opened for their owner, renamed, replaced and deleted, each with an event that tells no secret', async () => {
      const { id } = await make(olga, 'Mine')
      expect(await opened(olga, id)).toEqual({ kind: 'password', password: 'olgas-own-secret-7' })
      await updateOwnCredential(open(), olga, id, { name: 'Mine still' })
      expect(await opened(olga, id)).toMatchObject({ password: 'olgas-own-secret-7' })
      await updateOwnCredential(open(), olga, id, { name: 'Mine still', password: 'replaced-secret-8' })
      expect(await opened(olga, id)).toMatchObject({ password: 'replaced-secret-8' })
      const listed = await listOwnCredentials(open(), olga)
      expect(listed).toMatchObject([
        { id, name: 'Mine still', kind: 'password', lastUsedAt: expect.any(Date), uses: [] },
      ])
      await deleteOwnCredential(open(), olga, id)
      expect(await listOwnCredentials(open(), olga)).toEqual([])
      const events = await open().db.auditEvent.findMany({ where: { targetId: id }, orderBy: { seq: 'asc' } })
      expect(events.map(({ action }) => action.split('.')[1])).toEqual(['create', 'update', 'update', 'delete'])
      expect(JSON.stringify([events, listed])).not.toMatch(/secret-[78]|sealed|wrapped/)
    })

    it('make a key here whose private half nobody sees', async () => {
      const { id } = await createOwnCredential(open(), olga, { kind: 'generated-key', name: 'Laptop' })
      const { publicKey, keyType } = await getOwnCredential(open(), olga, id)
      expect([keyType, publicKey?.startsWith('ssh-ed25519 AAAA')]).toEqual(['ssh-ed25519', true])
      expect(await opened(olga, id)).toMatchObject({ kind: 'private-key' })
      await deleteOwnCredential(open(), olga, id)
    })

    it('are nobody else’s: not to be found, changed, deleted, chosen or opened, by administrators neither', async () => {
      const { id } = await make(olga, 'Private')
      for (const actor of [otto, ada]) {
        await expect(getOwnCredential(open(), actor, id)).rejects.toMatchObject({ code: 'not-found' })
        const input = { name: 'x', password: 'y' }
        await expect(updateOwnCredential(open(), actor, id, input)).rejects.toMatchObject({ code: 'not-found' })
        await expect(deleteOwnCredential(open(), actor, id)).rejects.toMatchObject({ code: 'not-found' })
        await expect(chooseOwnCredential(open(), actor, accountId, id)).rejects.toMatchObject({ code: 'not-found' })
        await expect(opened(actor, id)).rejects.toMatchObject({ code: 'credential-unusable' })
        expect(await listOwnCredentials(open(), actor)).toEqual([])
      }
      expect((await listCredentials(open(), ada, {})).rows).toEqual([])
      expect(await credentialChoices(open(), ada)).toEqual([])
      const host = { name: 'Other', address: '192.0.2.6', accounts: [{ login: 'deploy', credentialId: id }] }
      await expect(createHost(open(), ada, host)).rejects.toMatchObject({ code: 'not-found' })
      // How many there are is all that is told.
      expect(await getUser(open(), ada, olga.id)).toMatchObject({ ownCredentials: 1 })
      expect(JSON.stringify(await getUser(open(), ada, olga.id))).not.toContain('Private')
      await deleteOwnCredential(open(), olga, id)
    })

    it('are called by names of their owner’s own, and are limited in number', async () => {
      const ids = [(await make(olga, 'One')).id]
      await expect(make(olga, 'ONE')).rejects.toMatchObject({ code: 'already-exists', fields: { name: 'taken' } })
      const theirs = await make(otto, 'One')
      ids.push((await make(olga, 'Two')).id)
      await expect(make(olga, 'Three')).rejects.toMatchObject({ code: 'limit-reached', params: { limit: 2 } })
      for (const id of ids) await deleteOwnCredential(open(), olga, id)
      await deleteOwnCredential(open(), otto, theirs.id)
    })

    it('are chosen for an account until another is, or none', async () => {
      const [one, two] = [await make(olga, 'One'), await make(olga, 'Two')]
      const chosen = async () => (await ownChoices(open(), olga, [accountId])).chosen
      await chooseOwnCredential(open(), olga, accountId, one.id)
      expect(await chosen()).toEqual({ [accountId]: one.id })
      await chooseOwnCredential(open(), olga, accountId, two.id)
      expect(await chosen()).toEqual({ [accountId]: two.id })
      expect((await getOwnCredential(open(), olga, two.id)).uses).toMatchObject([{ accountId, hostName: 'Harbour' }])
      expect((await ownChoices(open(), otto, [accountId])).chosen).toEqual({})
      await chooseOwnCredential(open(), olga, accountId, null)
      expect(await chosen()).toEqual({})
      await chooseOwnCredential(open(), olga, accountId, two.id)
      await deleteOwnCredential(open(), olga, two.id)
      expect(await chosen()).toEqual({})
      const three = await make(olga, 'Three')
      await deleteOwnCredential(open(), olga, one.id)
      await chooseOwnCredential(open(), olga, accountId, three.id)
      // A host that she no longer sees isn't told of here either.
      await deleteGrant(open(), ada, everything)
      expect((await getOwnCredential(open(), olga, three.id)).uses).toEqual([])
      await expect(chooseOwnCredential(open(), olga, accountId, null)).rejects.toMatchObject({ code: 'not-found' })
      everything = await grantEverything(open())
      await deleteOwnCredential(open(), olga, three.id)
      const events = await open().db.auditEvent.findMany({ where: { action: 'own-credential.choose' } })
      expect(events.map(({ detail }) => JSON.parse(detail))).toMatchObject([
        { before: null, after: 'One' },
        { before: 'One', after: 'Two' },
        { before: 'Two', after: null },
        { before: null, after: 'Two' },
        { before: null, after: 'Three' },
      ])
      await expect(chooseOwnCredential(open(), olga, 'gone', null)).rejects.toMatchObject({ code: 'not-found' })
    })

    it('stay theirs when the master key is rotated, and don’t when the row was given to somebody else', async () => {
      const { id } = await make(olga, 'Kept')
      const rotation = await rotateMasterKey(open(), { kind: 'console', name: 'root' })
      expect(rotation.ownCredentials).toBe(1)
      expect(await opened(olga, id)).toMatchObject({ password: 'olgas-own-secret-7' })
      await open().db.$executeRawUnsafe(`UPDATE "OwnCredential" SET "ownerId" = '${otto.id}' WHERE "id" = '${id}'`)
      await expect(opened(otto, id)).rejects.toMatchObject({ code: 'credential-unusable' })
      await expect(opened(olga, id)).rejects.toMatchObject({ code: 'credential-unusable' })
      await expect(rotateMasterKey(open(), { kind: 'console', name: 'root' })).rejects.toMatchObject({
        code: 'master-key-wrong',
      })
      await open().db.ownCredential.delete({ where: { id } })
      await rotateMasterKey(open(), { kind: 'console', name: 'root' })
    })

    it('go with their owner', async () => {
      const paul = await addTestUser(open(), 'operator', 'paul')
      const { id } = await make(paul, 'Pauls')
      await chooseOwnCredential(open(), paul, accountId, id)
      await deleteUser(open(), ada, paul.id)
      expect(await open().db.ownCredential.count({ where: { id } })).toBe(0)
      expect(await open().db.ownCredentialUse.count()).toBe(0)
      const event = await open().db.auditEvent.findFirstOrThrow({ where: { action: 'user.delete' } })
      expect(JSON.parse(event.detail)).toMatchObject({ before: { name: 'paul', ownCredentials: 1 } })
    })

    it('are closed to whoever opens no sessions, and to everybody by the setting', async () => {
      const audra = await addTestUser(open(), 'auditor')
      const closed = {
        ...open(),
        config: { ...open().config, access: { ...open().config.access, personalCredentials: false } },
      }
      for (const [platform, actor] of [
        [open(), audra],
        [closed, olga],
        [closed, ada],
      ] as const) {
        const made = createOwnCredential(platform, actor, { kind: 'password', name: 'x', password: 'y' })
        await expect(made).rejects.toMatchObject({ code: 'not-allowed' })
        await expect(listOwnCredentials(platform, actor)).rejects.toMatchObject({ code: 'not-allowed' })
        expect(await ownChoices(platform, actor, [accountId])).toEqual({ credentials: [], chosen: {} })
      }
    })
  },
  { GATEHOUSE_MAX_PERSONAL_CREDENTIALS: '2' },
)
