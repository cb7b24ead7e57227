import { beforeAll, expect, it } from 'vitest'
import type { UserActor } from '../actor'
import { maxGroupMembers, maxGroups, maxMemberChanges } from '../groups'
import { addTestUser, describeEachDatabase } from '../testing/platform'
import {
  changeMembers,
  createGroup,
  deleteGroup,
  getGroup,
  groupChoices,
  listGroupMembers,
  listGroups,
  membersToAdd,
  updateGroup,
} from './groups'
import { deleteUser } from './users'

describeEachDatabase('groups', (open) => {
  let ada: UserActor
  let aud: UserActor
  let olga: UserActor
  let otto: UserActor
  beforeAll(async () => {
    ada = await addTestUser(open(), 'administrator', 'Ada')
    aud = await addTestUser(open(), 'auditor', 'Aud')
    olga = await addTestUser(open(), 'operator', 'Olga')
    otto = await addTestUser(open(), 'operator', 'Otto')
  })
  const add = async (name: string, description = '') => (await createGroup(open(), ada, { name, description })).id
  const memberNames = async (id: string, query: object = {}) =>
    (await listGroupMembers(open(), ada, id, query)).rows.map(({ name }) => name)
  const eventsOf = async (id: string) => {
    const events = await open().db.auditEvent.findMany({ where: { targetId: id }, orderBy: { seq: 'asc' } })
    return events.map((event) => [event.action, event.targetName, JSON.parse(event.detail)])
  }

  it('hold people, and tell the audit log who came and went', async () => {
    const id = await add('Web team', 'Looks after the shops')
    await changeMembers(open(), ada, id, { add: [olga.id, otto.id, olga.id] })
    await changeMembers(open(), ada, id, { add: [olga.id], remove: [otto.id, aud.id] })
    await changeMembers(open(), ada, id, { add: [olga.id], remove: [otto.id] })
    expect(await memberNames(id)).toEqual(['Olga'])
    await updateGroup(open(), ada, id, { name: 'Shops', description: '' })
    expect(await getGroup(open(), aud, id)).toMatchObject({ name: 'Shops', description: '', members: 1 })
    await deleteGroup(open(), ada, id)
    await expect(getGroup(open(), ada, id)).rejects.toMatchObject({ code: 'not-found' })
    expect(await open().db.user.count({ where: { id: olga.id } })).toBe(1)
    expect(await eventsOf(id)).toEqual([
      ['group.create', 'Web team', { after: { name: 'Web team', description: 'Looks after the shops' } }],
      ['group.members', 'Web team', { added: ['Olga', 'Otto'], removed: [] }],
      ['group.members', 'Web team', { added: [], removed: ['Otto'] }],
      [
        'group.update',
        'Shops',
        {
          before: { name: 'Web team', description: 'Looks after the shops' },
          after: { name: 'Shops', description: '' },
        },
      ],
      ['group.delete', 'Shops', { before: { name: 'Shops', description: '', members: ['Olga'] } }],
    ])
  })

  it('are seen by auditors too, changed by administrators alone', async () => {
    const id = await add('Guarded')
    expect((await listGroups(open(), aud, { q: 'guarded' })).total).toBe(1)
    expect((await listGroupMembers(open(), aud, id, {})).total).toBe(0)
    for (const attempt of [
      () => createGroup(open(), aud, { name: 'x' }),
      () => updateGroup(open(), olga, id, { name: 'x' }),
      () => changeMembers(open(), olga, id, { add: [olga.id] }),
      () => deleteGroup(open(), aud, id),
      () => membersToAdd(open(), aud, id, ''),
      () => listGroups(open(), olga, {}),
      () => listGroupMembers(open(), olga, id, {}),
      () => getGroup(open(), olga, id),
      () => groupChoices(open(), olga),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ code: 'not-allowed' })
    }
  })

  it('are found by name and description, and sorted, also by how many are in them', async () => {
    const [few, many] = [await add('sorted B', 'the few'), await add('Sorted a', '100% of them')]
    await changeMembers(open(), ada, few, { add: [olga.id] })
    await changeMembers(open(), ada, many, { add: [olga.id, otto.id] })
    const names = async (query: object) =>
      (await listGroups(open(), ada, { q: 'sorted', ...query })).rows.map(({ name }) => name)
    expect(await names({})).toEqual(['Sorted a', 'sorted B'])
    expect(await names({ sort: 'members' })).toEqual(['sorted B', 'Sorted a'])
    expect(await names({ sort: 'updatedAt', dir: 'desc' })).toEqual(['Sorted a', 'sorted B'])
    expect(await names({ q: 'FEW' })).toEqual(['sorted B'])
    expect(await names({ q: '100%' })).toEqual(['Sorted a'])
    expect(await names({ q: '1%0' })).toEqual([])
    await expect(names({ sort: 'searchKey' })).rejects.toMatchObject({ code: 'invalid-input' })
    expect((await groupChoices(open(), aud)).map(({ name }) => name)).toEqual(
      expect.arrayContaining(['Sorted a', 'sorted B']),
    )
  })

  it('offer by search who is not in them, page by page who is', async () => {
    const id = await add('Everyone')
    const now = new Date()
    const people = Array.from({ length: 120 }, (_, n) => `Person ${String(n).padStart(3, '0')}`)
    await open().db.user.createMany({
      data: people.map((name) => ({
        id: name,
        name,
        nameKey: name.toLowerCase(),
        role: 'operator',
        createdAt: now,
        updatedAt: now,
      })),
    })
    await changeMembers(open(), ada, id, { add: people.slice(0, 110) })
    expect((await membersToAdd(open(), ada, id, 'PERSON 11')).map(({ name }) => name)).toEqual(people.slice(110))
    expect(await membersToAdd(open(), ada, id, 'person 00')).toEqual([])
    const second = await listGroupMembers(open(), ada, id, { page: '2', pageSize: '100' })
    expect([second.total, second.rows.length]).toEqual([110, 10])
    expect(await memberNames(id, { q: '105' })).toEqual(['Person 105'])
    await expect(
      changeMembers(open(), ada, id, { add: Array.from({ length: maxMemberChanges + 1 }, (_, n) => `u${n}`) }),
    ).rejects.toMatchObject({ code: 'invalid-input' })
  })

  it('keep who the provider put there, and lose who is deleted', async () => {
    const id = await add('Provided')
    const gone = await addTestUser(open(), 'operator', 'Gone')
    await changeMembers(open(), ada, id, { add: [gone.id] })
    await open().db.groupMember.create({ data: { groupId: id, userId: otto.id, source: 'oidc' } })
    await expect(changeMembers(open(), ada, id, { remove: [gone.id, otto.id] })).rejects.toMatchObject({
      code: 'from-provider',
      params: { name: 'Otto' },
    })
    expect(await memberNames(id)).toEqual(['Gone', 'Otto'])
    await deleteUser(open(), ada, gone.id)
    expect(await memberNames(id)).toEqual(['Otto'])
    expect((await eventsOf(gone.id)).at(-1)?.[2]).toMatchObject({ before: { groups: ['Provided'] } })
  })

  it('are refused with a taken name, a user or group that is not there, or edited on what is gone', async () => {
    const id = await add('Taken')
    await add('Other')
    for (const attempt of [
      () => createGroup(open(), ada, { name: 'TAKEN' }),
      () => updateGroup(open(), ada, id, { name: 'other' }),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ code: 'already-exists', fields: { name: 'taken' } })
    }
    await expect(createGroup(open(), ada, { name: ' ' })).rejects.toMatchObject({ fields: { name: 'required' } })
    await expect(changeMembers(open(), ada, id, { add: ['nobody'] })).rejects.toMatchObject({ code: 'not-found' })
    await expect(changeMembers(open(), ada, 'none', { add: [olga.id] })).rejects.toMatchObject({ code: 'not-found' })
    const basedOn = new Date(0).toISOString()
    await expect(updateGroup(open(), ada, id, { name: 'Taken', basedOn })).rejects.toMatchObject({ code: 'conflict' })
  })

  it('are bounded in number and in size', async () => {
    const id = await add('Full')
    const now = new Date()
    const filler = Array.from({ length: maxGroupMembers }, (_, n) => `filler-${n}`)
    for (let at = 0; at < filler.length; at += 500) {
      const ids = filler.slice(at, at + 500)
      await open().db.user.createMany({
        data: ids.map((name) => ({ id: name, name, nameKey: name, role: 'operator', createdAt: now, updatedAt: now })),
      })
      await open().db.groupMember.createMany({
        data: ids.map((userId) => ({ groupId: id, userId, source: 'local' })),
      })
    }
    await expect(changeMembers(open(), ada, id, { add: [olga.id] })).rejects.toMatchObject({ code: 'limit-reached' })
    const present = await open().db.userGroup.count()
    await open().db.userGroup.createMany({
      data: Array.from({ length: maxGroups - present }, (_, n) => ({
        id: `g${n}`,
        name: `g${n}`,
        nameKey: `g${n}`,
        description: '',
        searchKey: `g${n}`,
        createdAt: now,
        updatedAt: now,
      })),
    })
    await expect(add('one more')).rejects.toMatchObject({ code: 'limit-reached' })
  })
})
