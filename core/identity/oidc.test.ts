import { beforeAll, describe, expect, it, vi } from 'vitest'
import type { UserActor } from '../actor'
import { addTestUser, describeEachDatabase, type TestPlatform } from '../testing/platform'
import { beginEnrolment, factorState } from './enrolment'
import { changeMembers, createGroup, listGroupMembers } from './groups'
import { beginOidcAttempt, noteBadAnswer, signInWithOidc } from './oidc'
import { readPerson } from './oidc-claims'
import { beginPasskey } from './passkeys'
import { createRole } from './roles'
import { signIn, signInWithPasskey } from './sign-in'
import { proveAgain } from './step-up'
import { changeOwnPassword, newPasswordLink } from './user-passwords'
import { listUsers } from './user-reads'
import { createUser, disableUser, enableUser } from './users'
import { resolveWebSession } from './web-sessions'

const issuer = 'https://id.example.com'
const settings = {
  GATEHOUSE_URL: 'https://gate.example.com',
  GATEHOUSE_OIDC_ISSUER: issuer,
  GATEHOUSE_OIDC_CLIENT_ID: 'gatehouse',
  GATEHOUSE_OIDC_CLIENT_SECRET: 'a secret of the two',
}
const mapped = {
  ...settings,
  GATEHOUSE_OIDC_GROUPS_CLAIM: 'groups',
  GATEHOUSE_OIDC_ADMINISTRATORS: 'admins',
  GATEHOUSE_OIDC_ROLES: 'leads = Team lead, left=No such role',
  GATEHOUSE_OIDC_OPERATORS: 'ops, web',
  GATEHOUSE_OIDC_AUDITORS: 'audit',
  GATEHOUSE_OIDC_DISABLED_CLAIM: 'suspended',
}
const browser = { clientAddress: '192.0.2.30', userAgent: 'Firefox', device: null }

/** What a provider says of someone; `sub` tells people apart. */
const claimsOf = (sub: string, groups: string[], more: object = {}) => ({
  iss: issuer,
  sub,
  preferred_username: sub,
  groups,
  ...more,
})

const enter = (platform: TestPlatform, claims: object) => signInWithOidc(platform, claims, browser)

async function eventsOf(platform: TestPlatform, action: string) {
  const events = await platform.db.auditEvent.findMany({ where: { action }, orderBy: { seq: 'asc' } })
  return events.map(({ actorName, targetName, outcome, detail }) => ({
    who: actorName,
    target: targetName,
    outcome,
    ...JSON.parse(detail),
  }))
}

describeEachDatabase(
  'signing in through the provider',
  (open) => {
    let root: UserActor
    beforeAll(async () => {
      root = await addTestUser(open(), 'administrator', 'Root')
      await open().db.user.update({ where: { id: root.id }, data: { passwordHash: 'set' } })
    })

    it('takes where mail goes from the provider, unless it says that the address isn’t theirs', async () => {
      const { actor } = await enter(open(), claimsOf('Emil', ['ops'], { email: 'Emil@EXAMPLE.com' }))
      const address = async () => (await open().db.user.findUnique({ where: { id: actor.id } }))?.email
      expect(await address()).toBe('Emil@example.com')
      const claims: object[] = [
        { email: 'mallory@example.com', email_verified: false },
        { email: 'mallory@example.com\r\nBcc: eve@example.com' },
        { email: ['mallory@example.com'] },
        {},
      ]
      for (const given of claims) await enter(open(), claimsOf('Emil', ['ops'], given))
      expect(await address()).toBe('Emil@example.com')
      await enter(open(), claimsOf('Emil', ['audit'], { email: 'emil@new.example', email_verified: true }))
      expect(await address()).toBe('emil@new.example')
      const changes = (await eventsOf(open(), 'user.update')).filter(({ target }) => target === 'Emil')
      expect(changes).toMatchObject([
        {
          before: { role: 'operator', email: 'Emil@example.com' },
          after: { role: 'auditor', email: 'emil@new.example' },
        },
      ])
    })

    it('makes a user of the role that the groups give, and a web session', async () => {
      const { token, actor } = await enter(open(), claimsOf('Olga', ['web', 'other']))
      expect(actor).toMatchObject({ name: 'Olga', role: { key: 'operator' }, clientAddress: '192.0.2.30' })
      expect(await resolveWebSession(open(), token, '')).toMatchObject({ id: actor.id, role: { key: 'operator' } })
      const again = await enter(open(), claimsOf('Olga', ['web'], { preferred_username: 'renamed' }))
      expect(again.actor).toMatchObject({ id: actor.id, name: 'Olga' })
      expect((await open().db.user.findUnique({ where: { id: actor.id } }))?.email).toBeNull()
      const created = (await eventsOf(open(), 'user.create')).filter(({ target }) => target === 'Olga')
      expect(created).toMatchObject([
        { who: 'gatehouse', by: 'identity provider', after: { role: 'operator', issuer } },
      ])
      const signIns = (await eventsOf(open(), 'user.sign-in')).filter(({ target }) => target === 'Olga')
      expect(signIns).toHaveLength(2)
      const [row] = (await listUsers(open(), root, { q: 'olga' })).rows
      expect(row).toMatchObject({ active: true, byProvider: true })
    })

    it('makes one user of two first sign-ins at once', async () => {
      const both = await Promise.all([1, 2].map(() => enter(open(), claimsOf('Twin', ['ops']))))
      expect(new Set(both.map(({ actor }) => actor.id)).size).toBe(1)
    })

    it('never takes over whoever has the name already, in any case', async () => {
      const local = await addTestUser(open(), 'administrator', 'Ada Local')
      for (const name of ['Ada Local', 'ADA LOCAL', ' ada local ', 'ａｄａ local']) {
        const claims = claimsOf('mallory', ['admins'], { preferred_username: name })
        await expect(enter(open(), claims)).rejects.toMatchObject({ code: 'provider-name-taken' })
      }
      expect(await open().db.userIdentity.count({ where: { userId: local.id } })).toBe(0)
      // Nor by the name of someone who came in through the provider.
      await enter(open(), claimsOf('first', ['ops'], { preferred_username: 'shared' }))
      await expect(enter(open(), claimsOf('second', ['ops'], { preferred_username: 'shared' }))).rejects.toMatchObject({
        code: 'provider-name-taken',
      })
      // Nor by the subject of another issuer.
      await expect(enter(open(), { ...claimsOf('first', ['ops']), iss: 'https://evil.example' })).rejects.toMatchObject(
        {
          code: 'provider-failed',
        },
      )
    })

    it('refuses who is in no group that gives a role, and who gets no usable name', async () => {
      await expect(enter(open(), claimsOf('stranger', ['else']))).rejects.toMatchObject({
        code: 'provider-not-allowed',
      })
      await expect(enter(open(), claimsOf('stranger', []))).rejects.toMatchObject({ code: 'provider-not-allowed' })
      for (const preferred_username of [undefined, '', 'x'.repeat(101), 'a\nb', 7]) {
        await expect(enter(open(), claimsOf('nameless', ['ops'], { preferred_username }))).rejects.toMatchObject({
          code: 'provider-name-unusable',
        })
      }
      expect(await open().db.user.count({ where: { nameKey: { in: ['stranger', 'nameless'] } } })).toBe(0)
      const refusals = (await eventsOf(open(), 'user.sign-in')).filter(({ who }) => who === 'stranger')
      expect(refusals).toMatchObject([{ outcome: 'denied', reason: 'provider-not-allowed' }, { outcome: 'denied' }])
    })

    it('follows the provider: another role cuts off, groups come and go, what was given here stays', async () => {
      const platform = open()
      const [shops, local] = [
        (await createGroup(platform, root, { name: 'Shops' })).id,
        (await createGroup(platform, root, { name: 'Local' })).id,
      ]
      const { actor } = await enter(platform, claimsOf('Mover', ['ops', 'SHOPS', 'unknown']))
      await changeMembers(platform, root, local, { add: [actor.id] })
      const members = async (id: string) =>
        (await listGroupMembers(platform, root, id, {})).rows.map(({ name, source }) => `${name} ${source}`)
      expect(await members(shops)).toEqual(['Mover oidc'])
      const endUser = vi.spyOn(platform.live, 'endUser').mockResolvedValue()
      try {
        await enter(platform, claimsOf('Mover', ['ops', 'local']))
        expect(endUser).not.toHaveBeenCalled()
        expect(await members(shops)).toEqual([])
        expect(await members(local)).toEqual(['Mover local'])
        const { actor: moved, token } = await enter(platform, claimsOf('Mover', ['audit']))
        expect(moved.role.key).toBe('auditor')
        expect(endUser).toHaveBeenCalledWith(actor.id)
        expect(await resolveWebSession(platform, token, '')).toMatchObject({ role: { key: 'auditor' } })
      } finally {
        endUser.mockRestore()
      }
      expect(await members(local)).toEqual(['Mover local'])
      const updates = (await eventsOf(platform, 'user.update')).filter(({ target }) => target === 'Mover')
      expect(updates).toMatchObject([
        { groups: { added: [], removed: ['Shops'] } },
        { before: { role: 'operator' }, after: { role: 'auditor' } },
      ])
    })

    it('disables whom the provider no longer lets in, and enables them at its next yes', async () => {
      const platform = open()
      for (const no of [claimsOf('Leaver', []), claimsOf('Leaver', ['ops'], { suspended: true })]) {
        const { token, actor } = await enter(platform, claimsOf('Leaver', ['ops']))
        const endUser = vi.spyOn(platform.live, 'endUser').mockResolvedValue()
        await expect(enter(platform, no)).rejects.toMatchObject({ code: 'provider-not-allowed' })
        expect(endUser).toHaveBeenCalledWith(actor.id)
        endUser.mockRestore()
        expect(await resolveWebSession(platform, token, '')).toBeNull()
        const user = await platform.db.user.findUniqueOrThrow({ where: { id: actor.id } })
        expect(user.disabledAt).not.toBeNull()
      }
      const { actor } = await enter(platform, claimsOf('Leaver', ['ops']))
      expect((await eventsOf(platform, 'user.enable')).filter(({ target }) => target === 'Leaver')).toHaveLength(2)
      // An administrator's word stays.
      await disableUser(platform, root, actor.id)
      await expect(enter(platform, claimsOf('Leaver', ['ops']))).rejects.toMatchObject({ code: 'account-disabled' })
      await expect(enter(platform, claimsOf('Leaver', []))).rejects.toMatchObject({ code: 'provider-not-allowed' })
      await expect(enter(platform, claimsOf('Leaver', ['ops']))).rejects.toMatchObject({ code: 'account-disabled' })
      await enableUser(platform, root, actor.id)
      await enter(platform, claimsOf('Leaver', ['ops']))
    })

    it('gives a custom role by its name, and lets nobody in by one that is gone', async () => {
      const platform = open()
      const { id: key } = await createRole(platform, root, {
        name: 'Team LEAD',
        permissions: ['host.list', 'session.open'],
      })
      const { actor } = await enter(platform, claimsOf('Lead', ['leads', 'ops']))
      expect(actor.role).toMatchObject({ key, name: 'Team LEAD' })
      expect(await eventsOf(platform, 'user.create')).toContainEqual(
        expect.objectContaining({ after: expect.objectContaining({ name: 'Lead', role: 'Team LEAD' }) }),
      )
      // The next role that fits and is there.
      expect((await enter(platform, claimsOf('Lead', ['left', 'ops']))).actor.role.key).toBe('operator')
      await expect(enter(platform, claimsOf('Lead', ['left']))).rejects.toMatchObject({ code: 'provider-not-allowed' })
      await expect(enter(platform, claimsOf('New one', ['left']))).rejects.toMatchObject({
        code: 'provider-not-allowed',
      })
      // A setting that is out of date says nothing about the person.
      expect(await platform.db.user.findUniqueOrThrow({ where: { id: actor.id } })).toMatchObject({ disabledAt: null })
    })

    it('gives those who come so no password, and no second factor of ours', async () => {
      const { actor } = await enter(open(), claimsOf('Nopass', ['ops']))
      await expect(newPasswordLink(open(), root, actor.id)).rejects.toMatchObject({ code: 'no-password' })
      await expect(
        changeOwnPassword(open(), actor, { current: 'x', password: 'a long enough password' }),
      ).rejects.toMatchObject({ code: 'no-password' })
      for (const enrol of [beginEnrolment, beginPasskey]) {
        await expect(enrol(open(), actor, { password: 'x' })).rejects.toMatchObject({ code: 'no-password' })
      }
      expect(await factorState(open(), actor)).toMatchObject({ offered: false, byProvider: true })
    })

    it('is a proof, and the only one of whoever has nothing else here', async () => {
      const { token, actor } = await enter(open(), claimsOf('Petra', ['admins']))
      const add = (by: UserActor, name: string) => createUser(open(), by, { name, role: 'auditor' })
      await add(actor, 'Zed')
      await open().db.webSession.update({
        where: { id: actor.webSessionId },
        data: { createdAt: new Date(Date.now() - 16 * 60_000) },
      })
      const stale = await resolveWebSession(open(), token, '')
      if (!stale) throw new Error('signed out')
      await expect(add(stale, 'Zoe')).rejects.toMatchObject({ code: 'step-up-required' })
      await expect(proveAgain(open(), stale, { password: 'x' })).rejects.toMatchObject({ code: 'no-password' })
      await add((await enter(open(), claimsOf('Petra', ['admins']))).actor, 'Zoe')
    })

    it('counts bad answers by address, and forgives the one that was good', async () => {
      const address = { clientAddress: '192.0.2.99', userAgent: '' }
      for (let n = 0; n < 20; n++) {
        await beginOidcAttempt(open(), address)
        await noteBadAnswer(open(), address)
      }
      await expect(beginOidcAttempt(open(), address)).rejects.toMatchObject({ code: 'sign-in-blocked' })
      const other = { clientAddress: '192.0.2.98', userAgent: '', device: null }
      for (let n = 0; n < 25; n++) {
        await beginOidcAttempt(open(), other)
        await signInWithOidc(open(), claimsOf('Olga', ['web']), other)
      }
    })
  },
  mapped,
)

describeEachDatabase(
  'the last administrator',
  (open) => {
    it('is neither demoted nor disabled by the provider, and comes in no more when it says so', async () => {
      const platform = open()
      const { actor } = await enter(platform, claimsOf('Only', ['admins']))
      expect((await enter(platform, claimsOf('Only', ['audit']))).actor.role.key).toBe('administrator')
      await expect(enter(platform, claimsOf('Only', []))).rejects.toMatchObject({ code: 'provider-not-allowed' })
      const user = await platform.db.user.findUniqueOrThrow({ where: { id: actor.id } })
      expect([user.role, user.disabledAt]).toEqual(['administrator', null])
      expect(await platform.db.webSession.count({ where: { userId: actor.id, revokedAt: null } })).toBe(0)
      await enter(platform, claimsOf('Second', ['admins']))
      expect((await enter(platform, claimsOf('Only', ['audit']))).actor.role.key).toBe('auditor')
    })
  },
  mapped,
)

describeEachDatabase(
  'where roles are given here, passwords are off and nobody new is made',
  (open) => {
    it('the role stays, groups are made, and no way leads around the provider', async () => {
      const platform = open()
      const admin = await addTestUser(platform, 'administrator', 'Console')
      await expect(enter(platform, claimsOf('new', ['a']))).rejects.toMatchObject({ code: 'provider-not-allowed' })
      const at = new Date()
      await platform.db.userIdentity.create({
        data: { issuer, subject: 'known', userId: admin.id, createdAt: at, disabledByProvider: false },
      })
      const { actor } = await enter(platform, claimsOf('known', ['a', 'B', 'b', '', 'x'.repeat(200)]))
      expect(actor).toMatchObject({ id: admin.id, role: { key: 'administrator' } })
      expect((await platform.db.userGroup.findMany({ orderBy: { name: 'asc' } })).map(({ name }) => name)).toHaveLength(
        2,
      )
      await expect(signIn(platform, { name: 'Console', password: 'x' }, browser)).rejects.toMatchObject({
        code: 'password-sign-in-off',
      })
      await expect(signInWithPasskey(platform, { passkey: '{}' }, browser)).rejects.toMatchObject({
        code: 'password-sign-in-off',
      })
      await expect(createUser(platform, admin, { name: 'Bob', role: 'operator' })).rejects.toMatchObject({
        code: 'password-sign-in-off',
      })
      await expect(newPasswordLink(platform, admin, admin.id)).rejects.toMatchObject({ code: 'password-sign-in-off' })
    })
  },
  {
    ...settings,
    GATEHOUSE_OIDC_GROUPS_CLAIM: 'groups',
    GATEHOUSE_OIDC_CREATE_GROUPS: 'on',
    GATEHOUSE_OIDC_CREATE_USERS: 'off',
    GATEHOUSE_OIDC_DEFAULT_ROLE: 'operator',
    GATEHOUSE_PASSWORD_SIGN_IN: 'off',
  },
)

describeEachDatabase(
  'where a second factor is demanded',
  (open) => {
    it('the provider must vouch for it, at each sign-in', async () => {
      const platform = open()
      const admin = { groups: ['admins'], preferred_username: 'Boss' }
      await expect(enter(platform, claimsOf('boss', [], admin))).rejects.toMatchObject({
        code: 'provider-factor-missing',
      })
      expect(await platform.db.user.count()).toBe(0)
      for (const proof of [{ amr: ['pwd', 'mfa'] }, { acr: 'urn:strong' }]) {
        const { token } = await enter(platform, claimsOf('boss', [], { ...admin, ...proof }))
        expect(await resolveWebSession(platform, token, '')).toMatchObject({ role: { key: 'administrator' } })
      }
      await expect(enter(platform, claimsOf('boss', [], { ...admin, amr: ['pwd'] }))).rejects.toMatchObject({
        code: 'provider-factor-missing',
      })
      // A role that needs none does without.
      const { token, actor } = await enter(platform, claimsOf('op', ['ops']))
      await platform.db.user.update({ where: { id: actor.id }, data: { role: 'administrator' } })
      await expect(resolveWebSession(platform, token, '')).rejects.toMatchObject({ code: 'enrolment-required' })
    })
  },
  { ...mapped, GATEHOUSE_SECOND_FACTOR: 'administrators', GATEHOUSE_OIDC_SECOND_FACTOR: 'mfa,urn:strong' },
)

describe('the claims', () => {
  const oidc = {
    issuer,
    clientId: 'c',
    clientSecret: 's',
    name: 'n',
    scopes: 'openid',
    nameClaim: 'preferred_username',
    createUsers: true,
    groupsClaim: 'realm_access.roles',
    createGroups: false,
    roleGroups: [
      { group: 'a', role: 'administrator' },
      { group: 'lead', role: 'Team lead' },
      { group: 'o', role: 'operator' },
    ],
    defaultRole: null,
    disabledClaim: null,
    secondFactor: [],
  }

  it('are found by name or by path, and groups may be one text', () => {
    expect(readPerson(oidc, { iss: issuer, sub: 's', realm_access: { roles: ['o', 7, 'a'] } })).toMatchObject({
      groups: ['o', 'a'],
      entitled: { by: 'groups', roles: ['administrator', 'operator'] },
    })
    expect(readPerson(oidc, { iss: issuer, sub: 's', 'realm_access.roles': 'o' }).groups).toEqual(['o'])
    for (const path of ['__proto__.constructor', 'constructor.name', 'toString']) {
      expect(readPerson({ ...oidc, groupsClaim: path }, { iss: issuer, sub: 's' }).groups).toEqual([])
    }
  })

  it('give roles in the order of the settings', () => {
    const rolesOf = (roles: string[]) => readPerson(oidc, { iss: issuer, sub: 's', realm_access: { roles } }).entitled
    expect(rolesOf(['o', 'lead'])).toEqual({ by: 'groups', roles: ['Team lead', 'operator'] })
    expect(rolesOf(['other'])).toBeNull()
  })

  it.each([{}, null, { iss: issuer }, { sub: 's' }, { iss: `${issuer}/`, sub: 's' }, { iss: issuer, sub: '' }])(
    'are refused when they are %j',
    (claims) => {
      expect(() => readPerson(oidc, claims)).toThrow('provider-failed')
    },
  )
})
