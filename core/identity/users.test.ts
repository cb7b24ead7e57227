import { beforeAll, expect, it, vi } from 'vitest'
import type { UserActor } from '../actor'
import { addTestUser, createTestPlatform, describeEachDatabase } from '../testing/platform'
import { createSetupLink, inspectLink, linkLifeMs, redeemLink } from './one-time-links'
import { signIn } from './sign-in'
import { newPasswordLink } from './user-passwords'
import { listUsers } from './user-reads'
import { changeRole, createUser, deleteUser, disableUser, enableUser } from './users'
import { resolveWebSession } from './web-sessions'

const password = 'seven wet otters sing'
const browser = { clientAddress: '192.0.2.20', userAgent: 'Firefox', device: null }
const tokenOf = (link: string | null) => link?.split('/setup/')[1] ?? ''

describeEachDatabase('the first administrator', (open) => {
  it('is made by a link that works once, under race too, and then never again', async () => {
    const replaced = tokenOf(await createSetupLink(open()))
    const link = await createSetupLink(open())
    expect(link).toMatch(new RegExp(`^${open().config.origin}/setup/[\\w-]{43}$`))
    const token = tokenOf(link)
    expect(await inspectLink(open(), replaced, browser.clientAddress)).toBeNull()
    expect(await inspectLink(open(), token, browser.clientAddress)).toEqual({
      kind: 'first-administrator',
      userName: null,
    })
    await expect(redeemLink(open(), token, { password }, browser)).rejects.toMatchObject({
      fields: { name: 'required' },
    })
    await expect(redeemLink(open(), token, { name: 'Ann', password: 'short' }, browser)).rejects.toThrow(
      'password-too-short',
    )

    const racers = ['Ann', 'Ben', 'Cy'].map((name) => redeemLink(open(), token, { name, password }, browser))
    const ends = await Promise.allSettled(racers)
    const won = ends.flatMap((end) => (end.status === 'fulfilled' ? [end.value] : []))
    expect(won).toHaveLength(1)
    for (const end of ends) if (end.status === 'rejected') expect(end.reason).toMatchObject({ code: 'link-invalid' })
    expect(await open().db.user.count()).toBe(1)
    expect(won[0]?.actor.role.key).toBe('administrator')
    expect(await resolveWebSession(open(), won[0]?.token ?? '', '')).not.toBeNull()

    await expect(redeemLink(open(), token, { name: 'Dee', password }, browser)).rejects.toThrow('link-invalid')
    expect(await createSetupLink(open())).toBeNull()
  })
})

describeEachDatabase('users', (open) => {
  let admin: UserActor
  beforeAll(async () => {
    admin = await addTestUser(open(), 'administrator', 'Root')
    await open().db.user.update({ where: { id: admin.id }, data: { passwordHash: 'set' } })
  })
  const redeem = async (token: string, input: unknown) => {
    const signedIn = await redeemLink(open(), token, input, browser)
    if (!signedIn) throw new Error('no one here has a second factor')
    return signedIn
  }
  const add = async (name: string, role = 'operator') => createUser(open(), admin, { name, role })
  const cutOff = async (work: () => Promise<unknown>) => {
    const ended: string[] = []
    const note = async (id: string) => void ended.push(id)
    const spies = (['endUser', 'endWebSession'] as const).map((name) =>
      vi.spyOn(open().live, name).mockImplementation(note),
    )
    await work().finally(() => {
      for (const spy of spies) spy.mockRestore()
    })
    return ended
  }

  it('are added with a role and a link, set their password and sign in', async () => {
    const { id, link } = await add('Olga 奥尔加')
    expect(await inspectLink(open(), tokenOf(link), browser.clientAddress)).toEqual({
      kind: 'password',
      userName: 'Olga 奥尔加',
    })
    await expect(signIn(open(), { name: 'olga 奥尔加', password }, browser)).rejects.toThrow('sign-in-failed')
    const { actor } = await redeem(tokenOf(link), { name: 'Mallory', password })
    expect(actor).toMatchObject({ id, name: 'Olga 奥尔加', role: { key: 'operator' } })
    await expect(redeemLink(open(), tokenOf(link), { password }, browser)).rejects.toThrow('link-invalid')
    const events = JSON.stringify(await open().db.auditEvent.findMany())
    expect(events).not.toContain(tokenOf(link))
    expect(events).not.toContain(password)
  })

  it('use their link once, of several tries at once too', async () => {
    const token = tokenOf((await add('Racer')).link)
    const ends = await Promise.allSettled(
      [1, 2].map((n) => redeemLink(open(), token, { password: `${password} ${n}` }, browser)),
    )
    expect(ends.map((end) => (end.status === 'rejected' ? end.reason.code : 'in')).toSorted()).toEqual([
      'in',
      'link-invalid',
    ])
  })

  it('refuse a name that is taken, in any case and at once, and what is no name or role', async () => {
    const both = await Promise.allSettled([add('Twin'), add('TWIN')])
    expect(both.filter((end) => end.status === 'rejected').map((end) => end.reason.code)).toEqual(['already-exists'])
    await expect(add('')).rejects.toThrow('invalid-input')
    await expect(add('x'.repeat(300))).rejects.toThrow('invalid-input')
    await expect(add('Someone', 'emperor')).rejects.toMatchObject({ fields: { role: 'role' } })
  })

  it('get a new link, which ends the last one; one expires after a day', async () => {
    const { id, link } = await add('Lost')
    const next = tokenOf(await newPasswordLink(open(), admin, id))
    expect(await inspectLink(open(), tokenOf(link), browser.clientAddress)).toBeNull()
    expect(await inspectLink(open(), next, browser.clientAddress)).not.toBeNull()
    await open().db.oneTimeLink.updateMany({ where: { userId: id }, data: { expiresAt: new Date(Date.now() - 1) } })
    await expect(redeemLink(open(), next, { password }, browser)).rejects.toThrow('link-invalid')
    expect(linkLifeMs).toBe(86_400_000)
  })

  it('are cut off when disabled, given another role, deleted or their password is set anew', async () => {
    const { id, link } = await add('Cut')
    const { token, actor } = await redeem(tokenOf(link), { password })
    expect(await cutOff(() => changeRole(open(), admin, id, 'auditor'))).toEqual([id])
    expect(await resolveWebSession(open(), token, '')).toMatchObject({ role: { key: 'auditor' } })
    const reset = tokenOf(await newPasswordLink(open(), admin, id))
    expect(await cutOff(() => redeemLink(open(), reset, { password: `${password} on` }, browser))).toEqual([
      actor.webSessionId,
    ])
    expect(await resolveWebSession(open(), token, '')).toBeNull()
    const pending = tokenOf(await newPasswordLink(open(), admin, id))
    expect(await cutOff(() => disableUser(open(), admin, id))).toEqual([id])
    await expect(redeemLink(open(), pending, { password }, browser)).rejects.toThrow('link-invalid')
    await enableUser(open(), admin, id)
    expect(await cutOff(() => deleteUser(open(), admin, id))).toEqual([id])
    await expect(changeRole(open(), admin, id, 'operator')).rejects.toThrow('not-found')
    const last = await open().db.auditEvent.findFirstOrThrow({ orderBy: { seq: 'desc' } })
    expect(last).toMatchObject({ action: 'user.delete', targetName: 'Cut', actorName: 'Root' })
  })

  it('are for administrators alone', async () => {
    for (const role of ['operator', 'auditor'] as const) {
      const actor = await addTestUser(open(), role)
      const refused = [
        () => listUsers(open(), actor, {}),
        () => createUser(open(), actor, { name: 'Friend', role: 'administrator' }),
        () => changeRole(open(), actor, actor.id, 'administrator'),
        () => disableUser(open(), actor, admin.id),
        () => enableUser(open(), actor, admin.id),
        () => deleteUser(open(), actor, admin.id),
        () => newPasswordLink(open(), actor, admin.id),
      ]
      for (const attempt of refused) await expect(attempt()).rejects.toMatchObject({ code: 'not-allowed' })
    }
  })

  it('are found by any part of the name and by role, and sorted by what is on the list', async () => {
    await add('Zoë_100%', 'auditor')
    const names = async (query: object) => (await listUsers(open(), admin, query)).rows.map((row) => row.name)
    expect(await names({ q: 'ZOË' })).toEqual(['Zoë_100%'])
    expect(await names({ q: '0%', role: 'auditor' })).toEqual(['Zoë_100%'])
    expect(await names({ q: 'zo%100' })).toEqual([])
    expect(await names({ role: 'administrator' })).toEqual(['Root'])
    await expect(names({ sort: 'passwordHash' })).rejects.toThrow('invalid-input')
    expect(await names({ role: 'emperor' })).toEqual([])
    expect(JSON.stringify(await listUsers(open(), admin, {}))).not.toMatch(/scrypt|passwordHash/)
  })
})

for (const kind of ['sqlite', 'postgresql'] as const) {
  it.skipIf(kind === 'postgresql' && !process.env.TEST_DATABASE_URL)(
    `keeps the last administrator, on ${kind}, when two demote each other at once`,
    async () => {
      const platform = await createTestPlatform(kind)
      try {
        const [ann, bo] = [await addTestUser(platform, 'administrator'), await addTestUser(platform, 'administrator')]
        await platform.db.user.updateMany({ data: { passwordHash: 'set' } })
        // One who never set a password can't sign in, so doesn't count.
        await createUser(platform, ann, { name: 'Invited', role: 'administrator' })
        const ends = await Promise.allSettled([
          changeRole(platform, ann, bo.id, 'operator'),
          disableUser(platform, bo, ann.id),
        ])
        // Who comes second acts as what they have become: no administrator any more, or disabled.
        const refusals = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason.code] : []))
        expect(refusals).toHaveLength(1)
        expect(['not-allowed', 'not-signed-in']).toContain(refusals[0])
        const left = await platform.db.user.findFirstOrThrow({
          where: { role: 'administrator', disabledAt: null, passwordHash: 'set' },
        })
        const actor = left.id === ann.id ? ann : bo
        await expect(deleteUser(platform, actor, left.id)).rejects.toThrow('last-administrator')
        await expect(disableUser(platform, actor, left.id)).rejects.toThrow('last-administrator')
        await expect(changeRole(platform, actor, left.id, 'auditor')).rejects.toThrow('last-administrator')
      } finally {
        await platform.close()
      }
    },
  )
}
