import { beforeAll, expect, it } from 'vitest'
import { builtInRole } from '../access/built-in-roles'
import { decide, requireAllowed } from '../access/decide'
import { readRole } from '../access/role-rows'
import { type Action, actions, type Role } from '../access/roles'
import { systemActor, type UserActor } from '../actor'
import { addTestUser, describeEachDatabase } from '../testing/platform'
import { resolveApiToken } from './api-token-use'
import { createPersonalToken, createServiceToken, revokeToken } from './api-tokens'
import { resetFactor } from './recover'
import { maxRoles } from './role-input'
import { getRole, listHolders, listRoles, roleChoices, roleToEdit } from './role-reads'
import { createRole, deleteRole, updateRole } from './roles'
import { isFactorRequired } from './second-factor'
import { getUser } from './user-detail'
import { newPasswordLink } from './user-passwords'
import { listUsers } from './user-reads'
import { changeRole, createUser, deleteUser, disableUser, enableUser } from './users'

const words = {
  administrator: { name: 'Administrator', description: 'Does all.' },
  operator: { name: 'Operator', description: 'Connects.' },
  auditor: { name: 'Auditor', description: 'Reviews.' },
}
const clerk: Action[] = ['user.list', 'user.edit', 'role.list', 'role.edit', 'token.manage', 'host.list']

describeEachDatabase('custom roles', (open) => {
  let admin: UserActor
  let made = 0
  beforeAll(async () => {
    admin = await addTestUser(open(), 'administrator', 'Root')
    await open().db.user.update({ where: { id: admin.id }, data: { passwordHash: 'set' } })
  })

  const make = async (permissions: readonly Action[], name = `role ${++made}`): Promise<Role> => {
    const { id } = await createRole(open(), admin, { name, permissions })
    return readRole(open().db, id)
  }
  const someone = async (permissions: readonly Action[]) => addTestUser(open(), await make(permissions))
  const last = async () => {
    const event = await open().db.auditEvent.findFirstOrThrow({ orderBy: { seq: 'desc' } })
    return { action: event.action, target: event.targetName, detail: JSON.parse(event.detail) }
  }

  it('are made, changed and deleted, each with its event', async () => {
    const { id } = await createRole(open(), admin, {
      name: ' Night shift ',
      description: 'By night',
      permissions: ['session.open', 'host.list'],
    })
    const before = { name: 'Night shift', description: 'By night', permissions: ['host.list', 'session.open'] }
    expect(await last()).toMatchObject({ action: 'role.create', target: 'Night shift', detail: { after: before } })
    expect(await getRole(open(), admin, id)).toMatchObject({
      role: { key: id, name: 'Night shift', permissions: ['host.list', 'session.open'], secondFactor: false },
      people: 0,
      tokens: 0,
      editable: true,
    })
    const { updatedAt } = await roleToEdit(open(), admin, id)
    await updateRole(open(), admin, id, {
      name: 'Night',
      permissions: ['host.list'],
      secondFactor: true,
      basedOn: updatedAt,
    })
    expect(await last()).toMatchObject({
      action: 'role.update',
      detail: { before, after: { name: 'Night', permissions: ['host.list'], secondFactor: true } },
    })
    const late = { name: 'Late', permissions: ['host.list'], basedOn: new Date(0) }
    await expect(updateRole(open(), admin, id, late)).rejects.toMatchObject({ code: 'conflict' })
    await deleteRole(open(), admin, id)
    expect(await last()).toMatchObject({ action: 'role.delete', target: 'Night' })
    await expect(getRole(open(), admin, id)).rejects.toThrow('not-found')
    await expect(deleteRole(open(), admin, id)).rejects.toThrow('not-found')
  })

  it('are refused without a name of their own, without a permission, and beyond the limit', async () => {
    await make(['host.list'], 'Taken')
    for (const name of ['TAKEN', 'administrator', 'Operator']) {
      await expect(createRole(open(), admin, { name, permissions: ['host.list'] })).rejects.toMatchObject({
        code: 'already-exists',
        fields: { name: 'taken' },
      })
    }
    const refused = (input: object, fields: object) =>
      expect(createRole(open(), admin, { name: 'New', permissions: ['host.list'], ...input })).rejects.toMatchObject({
        fields,
      })
    await refused({ name: ' ' }, { name: 'required' })
    await refused({ permissions: [] }, { permissions: 'permission-needed' })
    await refused({ permissions: ['root'] }, { 'permissions.0': 'invalid' })
    const now = new Date()
    const there = await open().db.customRole.count()
    const filler = Array.from({ length: maxRoles - there }, (_, n) => ({
      id: `f${n}`,
      name: `f${n}`,
      nameKey: `f${n}`,
    }))
    const rest = { description: '', permissions: '[]', secondFactor: false, createdAt: now, updatedAt: now }
    await open().db.customRole.createMany({ data: filler.map((row) => ({ ...row, ...rest })) })
    await expect(make(['host.list'])).rejects.toThrow('limit-reached')
    await open().db.customRole.deleteMany({ where: { id: { in: filler.map(({ id }) => id) } } })
  })

  it('leave the built-in ones alone', async () => {
    for (const id of ['administrator', 'operator', 'auditor']) {
      await expect(updateRole(open(), admin, id, { name: 'x', permissions: ['host.list'] })).rejects.toThrow(
        'not-found',
      )
      await expect(deleteRole(open(), admin, id)).rejects.toThrow('not-found')
    }
  })

  it('decide at once for whoever has one, and are kept while someone does', async () => {
    const role = await make(['host.list', 'session.open'])
    const { id, link } = await createUser(open(), admin, { name: `Olga ${made}`, role: role.key })
    expect(link).toContain('/setup/')
    const now = async () => (await getUser(open(), admin, id)).role
    expect((await now()).permissions).toEqual(['host.list', 'session.open'])
    await updateRole(open(), admin, role.key, { name: `narrow ${made}`, permissions: ['host.list'] })
    expect((await now()).permissions).toEqual(['host.list'])

    const scopes = { name: 'robot', scopes: ['hosts:read'], days: 1, role: role.key }
    const robot = await createServiceToken(open(), admin, scopes)
    expect((await resolveApiToken(open(), robot.token, '192.0.2.3')).role).toMatchObject({ key: role.key })
    await expect(deleteRole(open(), admin, role.key)).rejects.toMatchObject({
      code: 'in-use',
      params: { what: 'role', people: 1, tokens: 1 },
    })
    await changeRole(open(), admin, id, 'operator')
    await expect(deleteRole(open(), admin, role.key)).rejects.toMatchObject({ params: { people: 0, tokens: 1 } })
    await revokeToken(open(), admin, robot.id)
    await deleteRole(open(), admin, role.key)
  })

  it('that are gone from under someone permit nothing', async () => {
    expect(await readRole(open().db, 'no-such-role')).toMatchObject({ permissions: [] })
  })

  it('are listed with the built-in ones: searched, sorted, paged, with who has them', async () => {
    const role = await make(['audit.view'], 'Zebra watch')
    const ann = await addTestUser(open(), role, `Ann ${made}`)
    const names = async (query: object) =>
      (await listRoles(open(), admin, query, words)).rows.map(({ role: { key, name } }) => name ?? key)
    expect(await names({ q: 'zebra' })).toEqual(['Zebra watch'])
    expect(await names({ q: 'does all' })).toEqual(['administrator'])
    expect((await names({ sort: 'permissions', dir: 'desc' }))[0]).toBe('administrator')
    expect((await names({})).slice(0, 1)).toEqual(['administrator'])
    expect((await listRoles(open(), admin, { page: 2 }, words)).rows).toEqual([])
    await expect(names({ sort: 'id' })).rejects.toThrow('invalid-input')
    expect((await listHolders(open(), admin, role.key, { q: 'ann' })).rows).toMatchObject([{ id: ann.id }])
    expect((await listUsers(open(), admin, { role: role.key })).rows.map(({ id }) => id)).toEqual([ann.id])
    expect((await listUsers(open(), admin, { role: role.key })).rows[0]?.role).toEqual({
      key: role.key,
      name: 'Zebra watch',
    })
  })

  it('are for those alone who may read and edit them', async () => {
    const [operator, auditor] = [await addTestUser(open(), 'operator'), await addTestUser(open(), 'auditor')]
    expect((await listRoles(open(), auditor, {}, words)).total).toBeGreaterThan(2)
    await expect(listRoles(open(), operator, {}, words)).rejects.toThrow('not-allowed')
    await expect(listHolders(open(), operator, 'operator', {})).rejects.toThrow('not-allowed')
    await expect(roleChoices(open(), operator)).rejects.toThrow('not-allowed')
    const role = await make(['host.list'])
    for (const actor of [operator, auditor]) {
      await expect(createRole(open(), actor, { name: 'x', permissions: ['host.list'] })).rejects.toThrow('not-allowed')
      await expect(updateRole(open(), actor, role.key, { name: 'x', permissions: ['host.list'] })).rejects.toThrow(
        'not-allowed',
      )
      await expect(deleteRole(open(), actor, role.key)).rejects.toThrow('not-allowed')
    }
  })

  it('give nobody what they don’t hold: by a role, an invitation, a user or a token', async () => {
    const eve = await someone(clerk)
    const beyond = await make([...clerk, 'host.edit'])
    const within = await make(['host.list'])
    const refused = (work: Promise<unknown>) => expect(work).rejects.toMatchObject({ code: 'beyond-own-role' })
    const { id: olga } = await createUser(open(), eve, { name: `Olga ${made}`, role: within.key })
    for (const role of ['administrator', 'operator', 'auditor', beyond.key]) {
      await refused(createUser(open(), eve, { name: 'Mallory', role }))
      await refused(changeRole(open(), eve, olga, role))
      await refused(changeRole(open(), eve, eve.id, role))
      await refused(createServiceToken(open(), eve, { name: 't', role, scopes: ['hosts:read'], days: 1 }))
    }
    await refused(createRole(open(), eve, { name: 'More', permissions: ['host.list', 'audit.view'] }))
    await refused(updateRole(open(), eve, within.key, { name: 'More', permissions: ['audit.view'] }))
    await refused(updateRole(open(), eve, eve.role.key, { name: 'More', permissions: [...clerk, 'audit.view'] }))
    await refused(updateRole(open(), eve, beyond.key, { name: 'Less', permissions: ['host.list'] }))
    await refused(deleteRole(open(), eve, beyond.key))
    await refused(roleToEdit(open(), eve, beyond.key))
    const choices = await roleChoices(open(), eve)
    expect(choices.filter(({ givable }) => givable).map(({ label }) => label.key)).toContain(within.key)
    for (const key of ['administrator', 'operator', 'auditor', beyond.key]) {
      expect(choices.find(({ label }) => label.key === key)?.givable).toBe(false)
    }
  })

  it('let nobody act on someone whose role permits what theirs doesn’t', async () => {
    const eve = await someone(clerk)
    const operator = await addTestUser(open(), 'operator')
    const token = await createPersonalToken(open(), operator, { name: 'n', scopes: ['hosts:read'], days: 1 })
    for (const { id } of [admin, operator]) {
      for (const work of [
        () => disableUser(open(), eve, id),
        () => enableUser(open(), eve, id),
        () => deleteUser(open(), eve, id),
        () => newPasswordLink(open(), eve, id),
        () => resetFactor(open(), eve, id),
        () => changeRole(open(), eve, id, eve.role.key),
      ]) {
        await expect(work()).rejects.toMatchObject({ code: 'beyond-own-role' })
      }
    }
    await expect(revokeToken(open(), eve, token.id)).rejects.toMatchObject({ code: 'beyond-own-role' })
    const within = (await listUsers(open(), eve, { pageSize: 100 })).rows.filter((row) => row.within)
    expect(within.map(({ id }) => id)).not.toContain(operator.id)
    expect(within.map(({ id }) => id)).toContain(eve.id)
  })

  it('hold back whoever’s role was narrowed since their request came in', async () => {
    const eve = await someone(clerk)
    const other = await make(['host.list'])
    await updateRole(open(), admin, eve.role.key, { name: `less ${made}`, permissions: ['role.edit', 'user.edit'] })
    // As the request had read them.
    await expect(createUser(open(), eve, { name: 'Late', role: other.key })).rejects.toThrow('beyond-own-role')
    await updateRole(open(), admin, eve.role.key, { name: `none ${made}`, permissions: ['user.list'] })
    await expect(createRole(open(), eve, { name: 'Late', permissions: ['user.list'] })).rejects.toThrow('not-allowed')
    await disableUser(open(), admin, eve.id)
    await expect(createUser(open(), eve, { name: 'Late', role: other.key })).rejects.toThrow('not-signed-in')
  })

  it('suspend a service token whose maker couldn’t make it any more', async () => {
    const maker = await someone(clerk)
    const role = await make(['host.list'])
    const input = { name: 'robot', role: role.key, scopes: ['hosts:read'], days: 1 }
    const { token } = await createServiceToken(open(), maker, input)
    const use = () => resolveApiToken(open(), token, '192.0.2.4')
    expect((await use()).role.key).toBe(role.key)
    await updateRole(open(), admin, maker.role.key, { name: `m ${made}`, permissions: ['token.manage'] })
    await expect(use()).rejects.toThrow('token-invalid')
    await updateRole(open(), admin, maker.role.key, { name: `m ${made}`, permissions: ['token.manage', 'host.list'] })
    await use()
  })

  it('never take the last administrator away, not even by someone who may all of it', async () => {
    const all = await someone(actions)
    for (const actor of [all, systemActor]) {
      const code = actor === systemActor ? 'last-administrator' : 'beyond-own-role'
      await expect(changeRole(open(), actor, admin.id, all.role.key)).rejects.toMatchObject({ code })
      await expect(disableUser(open(), actor, admin.id)).rejects.toMatchObject({ code })
      await expect(deleteUser(open(), actor, admin.id)).rejects.toMatchObject({ code })
    }
    const role = await make(['host.list'])
    await expect(changeRole(open(), admin, admin.id, role.key)).rejects.toMatchObject({ code: 'last-administrator' })
  })

  it('demand a second factor where they say so', async () => {
    const { config } = open()
    const role: Role = { ...builtInRole('operator'), key: 'r', name: 'r', secondFactor: true }
    const required = (secondFactor: typeof config.secondFactor, of: Role) =>
      isFactorRequired({ ...config, secondFactor }, of)
    expect((['off', 'optional', 'administrators', 'everyone'] as const).map((one) => required(one, role))).toEqual([
      false,
      true,
      true,
      true,
    ])
    expect(required('administrators', { ...role, secondFactor: false })).toBe(false)
  })

  it('stand behind settings that name administrators, and those that name operators count them in', () => {
    const holder: UserActor = {
      ...admin,
      role: { key: 'r', name: 'r', permissions: ['session.quick-connect', 'host-key.accept'], secondFactor: false },
    }
    const policy = {
      ...open().config.access,
      quickConnect: 'administrators',
      acceptHostKeys: 'administrators',
    } as const
    const wide = { ...policy, quickConnect: 'operators', acceptHostKeys: 'operators' } as const
    for (const action of ['session.quick-connect', 'host-key.accept'] as const) {
      expect(decide(holder, action, policy)).toEqual({ allowed: false, reason: 'setting-forbids' })
      expect(decide(holder, action, wide).allowed).toBe(true)
      expect(decide(admin, action, policy).allowed).toBe(true)
    }
  })

  it('are read after a fresh proof, unless the setting asks for none', () => {
    const stale = { ...admin, provenAt: Date.now() - 60_000 }
    const policy = { ...open().config.access, stepUpMs: 1000 }
    for (const action of ['role.list', 'grant.list'] as const) {
      expect(() => requireAllowed(stale, action, policy)).toThrow('step-up-required')
      requireAllowed(stale, action, { ...policy, stepUpReading: false })
    }
    requireAllowed(stale, 'host.list', policy)
  })
})
