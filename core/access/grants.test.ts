import { beforeAll, expect, it } from 'vitest'
import { systemActor, type UserActor } from '../actor'
import { createGroup, deleteGroup } from '../identity/groups'
import { deleteUser } from '../identity/users'
import { createHost } from '../inventory/hosts'
import { addTestUser, describeEachDatabase } from '../testing/platform'
import { createGrant, deleteGrant, getGrant, listGrants, updateGrant } from './grants'
import { loadRules } from './rules'

const shells = { everyone: true, allHosts: true, capabilities: ['shell'] }

describeEachDatabase('grants', (open) => {
  let ada: UserActor
  let olga: UserActor
  let audra: UserActor
  let groupId: string
  let hostId: string
  beforeAll(async () => {
    const platform = open()
    ada = await addTestUser(platform, 'administrator', 'ada')
    olga = await addTestUser(platform, 'operator', 'olga')
    audra = await addTestUser(platform, 'auditor', 'audra')
    groupId = (await createGroup(platform, ada, { name: 'Ops' })).id
    hostId = (await createHost(platform, ada, { name: 'web', address: '192.0.2.5', tags: ['prod'] })).id
  })

  it('are made by administrators, seen by auditors, and by no operator', async () => {
    const platform = open()
    const { id } = await createGrant(platform, ada, { ...shells, name: 'All of it' })
    expect(await getGrant(platform, audra, id)).toMatchObject({
      name: 'All of it',
      createdBy: 'ada',
      unreadable: false,
    })
    expect((await listGrants(platform, audra, { q: 'all OF' })).total).toBe(1)
    for (const attempt of [
      () => createGrant(platform, audra, { ...shells, name: 'x' }),
      () => updateGrant(platform, audra, id, { ...shells, name: 'x' }),
      () => deleteGrant(platform, olga, id),
      () => listGrants(platform, olga, {}),
      () => getGrant(platform, olga, id),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ code: 'not-allowed' })
    }
    await expect(createGrant(platform, ada, { ...shells, name: 'ALL of it' })).rejects.toMatchObject({
      code: 'already-exists',
      fields: { name: 'taken' },
    })
    await deleteGrant(platform, ada, id)
    await expect(getGrant(platform, ada, id)).rejects.toMatchObject({ code: 'not-found' })
  })

  it('keep all that they say, and tell the audit log what was before and after', async () => {
    const platform = open()
    const wanted = {
      name: 'Night shift',
      description: 'on call',
      userIds: [olga.id],
      groupIds: [groupId],
      hostIds: [hostId],
      tagExpression: 'prod and not db*',
      logins: ['root', 'deploy*'],
      capabilities: ['exec', 'shell'],
      validFrom: '2026-01-01T00:00:00Z',
      validUntil: '2027-01-01T00:00:00Z',
      networks: ['192.0.2.0/24', '2001:db8::1'],
      schedule: { timeZone: 'Europe/Berlin', windows: [{ days: [1, 5], from: '22:00', to: '06:00' }] },
      requiresSecondFactor: true,
      requiresReason: true,
      credentials: 'personal',
      proofMinutes: 5,
    }
    const { id } = await createGrant(platform, ada, wanted)
    const stored = await getGrant(platform, ada, id)
    expect(stored).toMatchObject({
      users: [{ id: olga.id, name: 'olga' }],
      groups: [{ id: groupId, name: 'Ops' }],
      hosts: [{ id: hostId, name: 'web' }],
      logins: ['root', 'deploy*'],
      capabilities: ['shell', 'exec'],
      networks: wanted.networks,
      schedule: wanted.schedule,
      disabled: false,
    })
    const { rules } = await loadRules(platform)
    expect(rules.grants.find((grant) => grant.id === id)?.conditions).toMatchObject({
      validFrom: Date.parse('2026-01-01T00:00:00Z'),
      requiresReason: true,
      credentials: 'personal',
      proofMs: 300_000,
    })
    await updateGrant(platform, ada, id, { ...wanted, userIds: [], disabled: true, basedOn: stored.updatedAt })
    await expect(updateGrant(platform, ada, id, { ...wanted, basedOn: stored.updatedAt })).rejects.toMatchObject({
      code: 'conflict',
    })
    await deleteGrant(platform, ada, id)
    const events = await platform.db.auditEvent.findMany({ where: { targetId: id }, orderBy: { seq: 'asc' } })
    expect(events.map((event) => [event.action, JSON.parse(event.detail)])).toMatchObject([
      ['grant.create', { after: { users: ['olga'], groups: ['Ops'], hosts: ['web'], disabled: false } }],
      [
        'grant.update',
        { before: { users: ['olga'], credentials: 'personal', proofMinutes: 5 }, after: { users: [], disabled: true } },
      ],
      ['grant.delete', { before: { name: 'Night shift' } }],
    ])
  })

  it.each<[string, Record<string, unknown>, Record<string, string>]>([
    ['nobody', { everyone: false }, { subjects: 'required' }],
    ['nothing', { allHosts: false }, { hosts: 'required' }],
    ['no capability', { capabilities: [] }, { capabilities: 'required' }],
    ['an unknown capability', { capabilities: ['fly'] }, { 'capabilities.0': 'invalid' }],
    ['a star in the midst of a login', { logins: ['de*ploy'] }, { 'logins.0': 'login-pattern' }],
    ['a star alone', { logins: ['*'] }, { 'logins.0': 'login-pattern' }],
    ['no network', { networks: ['office'] }, { 'networks.0': 'network-invalid' }],
    [
      'a day that is not',
      { schedule: { timeZone: 'UTC', windows: [{ days: [8], from: '00:00', to: '01:00' }] } },
      { 'schedule.windows.0.days.0': 'too_big' },
    ],
    [
      'an hour that is not',
      { schedule: { timeZone: 'UTC', windows: [{ days: [1], from: '24:00', to: '01:00' }] } },
      { 'schedule.windows.0.from': 'time-invalid' },
    ],
    [
      'a zone that is not',
      { schedule: { timeZone: 'Mars/Base', windows: [{ days: [1], from: '00:00', to: '01:00' }] } },
      { 'schedule.timeZone': 'time-zone' },
    ],
    ['an end before its begin', { validFrom: '2026-02-01', validUntil: '2026-01-01' }, { validUntil: 'before-begin' }],
    ['a broken expression', { tagExpression: 'prod and' }, { tagExpression: 'tags-tag-expected' }],
  ])('refuse %s', async (_, change, fields) => {
    await expect(createGrant(open(), ada, { ...shells, name: 'x', ...change })).rejects.toMatchObject({
      code: 'invalid-input',
      fields,
    })
  })

  it('refuse whom and what is not there', async () => {
    for (const change of [{ userIds: ['gone'] }, { groupIds: ['gone'] }, { hostIds: ['gone'] }]) {
      await expect(createGrant(open(), ada, { ...shells, name: 'x', ...change })).rejects.toMatchObject({
        code: 'not-found',
      })
    }
    expect((await loadRules(open())).rules.grants).toEqual([])
  })

  it('mean one fewer when a user or a group is gone', async () => {
    const platform = open()
    const paul = await addTestUser(platform, 'operator')
    const group = await createGroup(platform, ada, { name: 'Short-lived' })
    const { id } = await createGrant(platform, ada, {
      ...shells,
      name: 'Those two',
      everyone: false,
      userIds: [paul.id],
      groupIds: [group.id],
    })
    await deleteUser(platform, ada, paul.id)
    await deleteGroup(platform, ada, group.id)
    expect(await getGrant(platform, ada, id)).toMatchObject({ users: [], groups: [] })
    await deleteGrant(platform, ada, id)
  })

  it('are known anew as soon as one changed, and from memory else', async () => {
    const platform = open()
    const names = async () => (await loadRules(platform)).rules.grants.map(({ name }) => name)
    const before = await loadRules(platform)
    await createHost(platform, ada, { name: 'other', address: '192.0.2.6' })
    expect((await loadRules(platform)).rules).toBe(before.rules)
    const { id } = await createGrant(platform, systemActor, { ...shells, name: 'One' })
    expect(await names()).toEqual(['One'])
    await updateGrant(platform, ada, id, { ...shells, name: 'Two' })
    // Many who ask at once get the same.
    expect(new Set(await Promise.all(Array.from({ length: 20 }, async () => (await names()).join())))).toEqual(
      new Set(['Two']),
    )
    await deleteGrant(platform, ada, id)
    expect(await names()).toEqual([])
  })

  it('open nothing when what is stored can not be read', async () => {
    const platform = open()
    for (const damage of [
      { logins: '{"root":1}' },
      { capabilities: '["shell","fly"]' },
      { networks: '["office"]' },
      { schedule: 'always' },
      { schedule: '{"timeZone":"Mars/Base","windows":[{"days":[1],"from":"00:00","to":"01:00"}]}' },
      { tagExpression: 'prod and' },
    ]) {
      const { id } = await createGrant(platform, ada, { ...shells, name: 'Damaged' })
      await platform.db.grant.update({ where: { id }, data: damage })
      expect((await loadRules(platform)).rules.grants).toEqual([])
      await deleteGrant(platform, ada, id)
    }
  })
})
