import fc from 'fast-check'
import { beforeAll, expect, it } from 'vitest'
import { whatCanReach, whoCanReach } from '../access/explain'
import { hostChoices } from '../access/grant-choices'
import { createGrant, deleteGrant, getGrant, listGrants, updateGrant } from '../access/grants'
import { idsByName } from '../access/named'
import { previewChange, previewHostGroup } from '../access/preview'
import { groundsChanged, loadRules } from '../access/rules'
import type { UserActor } from '../actor'
import { maxGroupMembers, maxGroups, maxMemberChanges } from '../groups'
import { addTestUser, describeEachDatabase } from '../testing/platform'
import {
  changeHostMembers,
  createHostGroup,
  deleteHostGroup,
  getHostGroup,
  grantsNaming,
  hostGroupChoices,
  hostGroupsOf,
  hostsToAdd,
  listHostGroups,
  listHostMembers,
  updateHostGroup,
} from './host-groups'
import { createHost, deleteHost, getHost, listHosts } from './hosts'

describeEachDatabase('groups of hosts', (open) => {
  let ada: UserActor
  let aud: UserActor
  let olga: UserActor
  let otto: UserActor
  const hosts: string[] = []
  beforeAll(async () => {
    const platform = open()
    ada = await addTestUser(platform, 'administrator', 'Ada')
    aud = await addTestUser(platform, 'auditor', 'Aud')
    olga = await addTestUser(platform, 'operator', 'Olga')
    otto = await addTestUser(platform, 'operator', 'Otto')
    for (const n of [0, 1, 2, 3]) {
      const host = { name: `host ${n}`, address: `192.0.2.${9 - n}`, accounts: [{ login: 'root' }] }
      hosts.push((await createHost(platform, ada, host)).id)
    }
  })
  const host = (n: number) => hosts[n] ?? ''
  const add = async (name: string, members: number[] = [], description = '') => {
    const { id } = await createHostGroup(open(), ada, { name, description })
    await changeHostMembers(open(), ada, id, { add: members.map(host) })
    return id
  }
  const grant = (hostGroupIds: string[], change: object = {}) =>
    createGrant(open(), ada, { name: 'theirs', userIds: [olga.id], hostGroupIds, capabilities: ['shell'], ...change })
  const members = async (id: string, query: object = {}) =>
    (await listHostMembers(open(), ada, id, query)).rows.map(({ name }) => name)
  const seen = async (query: object = {}) => (await listHosts(open(), olga, query)).rows.map(({ name }) => name)
  const pairs = (list: { user: { name: string }; host: { name: string } }[]) =>
    list.map(({ user, host }) => `${user.name} ${host.name}`).sort()

  it('hold hosts, and tell the audit log what came and went', async () => {
    const id = await add('Shops', [0, 1, 0], 'what sells')
    await changeHostMembers(open(), ada, id, { add: [host(1), host(2)], remove: [host(0), host(3)] })
    await changeHostMembers(open(), ada, id, { add: [host(1)], remove: [host(0)] })
    expect(await members(id)).toEqual(['host 1', 'host 2'])
    expect(await members(id, { sort: 'address' })).toEqual(['host 2', 'host 1'])
    expect(await members(id, { q: '192.0.2.8' })).toEqual(['host 1'])
    const theirs = await grant([id])
    await updateHostGroup(open(), ada, id, { name: 'Stores', description: '' })
    expect(await getHostGroup(open(), aud, id)).toMatchObject({ name: 'Stores', hosts: 2, grants: 1 })
    expect(await hostGroupsOf(open(), aud, host(1))).toEqual([{ id, name: 'Stores' }])
    expect(await grantsNaming(open(), aud, id)).toEqual({ grants: [{ id: theirs.id, name: 'theirs' }], total: 1 })
    expect((await listGrants(open(), aud, { hostGroup: id })).total).toBe(1)
    await deleteHostGroup(open(), ada, id)
    await expect(getHostGroup(open(), ada, id)).rejects.toMatchObject({ code: 'not-found' })
    expect(await getGrant(open(), ada, theirs.id)).toMatchObject({ hostGroups: [], hosts: [] })
    await deleteGrant(open(), ada, theirs.id)
    const events = await open().db.auditEvent.findMany({ where: { targetId: id }, orderBy: { seq: 'asc' } })
    const [before, after] = [
      { name: 'Shops', description: 'what sells' },
      { name: 'Stores', description: '' },
    ]
    expect(events.map(({ action, detail }) => [action, JSON.parse(detail)])).toEqual([
      ['host-group.create', { after: before }],
      ['host-group.members', { added: ['host 0', 'host 1'], removed: [] }],
      ['host-group.members', { added: ['host 2'], removed: ['host 0'] }],
      ['host-group.update', { before, after }],
      ['host-group.delete', { before: { ...after, hosts: ['host 1', 'host 2'], grants: ['theirs'] } }],
    ])
  })

  it('are seen by auditors too, and changed by administrators alone', async () => {
    const id = await add('Guarded')
    expect((await listHostGroups(open(), aud, { q: 'guarded' })).total).toBe(1)
    expect((await listHostMembers(open(), aud, id, {})).total).toBe(0)
    for (const attempt of [
      () => createHostGroup(open(), aud, { name: 'x' }),
      () => updateHostGroup(open(), olga, id, { name: 'x' }),
      () => changeHostMembers(open(), olga, id, { add: [host(0)] }),
      () => deleteHostGroup(open(), aud, id),
      () => hostsToAdd(open(), aud, id, ''),
      () => previewHostGroup(open(), aud, id, { kind: 'delete' }),
      () => listHostGroups(open(), olga, {}),
      () => listHostMembers(open(), olga, id, {}),
      () => getHostGroup(open(), olga, id),
      () => hostGroupsOf(open(), olga, host(0)),
      () => grantsNaming(open(), olga, id),
      () => listHosts(open(), olga, { group: id }),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ code: 'not-allowed' })
    }
  })

  it('ask who changes them for a fresh proof, as a grant does', async () => {
    const id = await add('Proven')
    const stale = { ...ada, provenAt: 0 }
    const platform = { ...open(), config: { ...open().config, access: { ...open().config.access, stepUpMs: 1000 } } }
    for (const attempt of [
      () => createHostGroup(platform, stale, { name: 'x' }),
      () => changeHostMembers(platform, stale, id, { add: [host(0)] }),
      () => deleteHostGroup(platform, stale, id),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ code: 'step-up-required' })
    }
    await expect(previewHostGroup(platform, stale, id, { kind: 'delete' })).resolves.toBeDefined()
  })

  it('are found by name and description, sorted by what is in them and names them, and chosen', async () => {
    const [few, many] = [await add('sorted B', [0], 'the few'), await add('Sorted a', [0, 1], '100% of them')]
    const theirs = await grant([few])
    const names = async (query: object) =>
      (await listHostGroups(open(), ada, { q: 'sorted', ...query })).rows.map(({ name }) => name)
    expect(await names({})).toEqual(['Sorted a', 'sorted B'])
    expect(await names({ sort: 'hosts' })).toEqual(['sorted B', 'Sorted a'])
    expect(await names({ sort: 'grants', dir: 'desc' })).toEqual(['sorted B', 'Sorted a'])
    expect(await names({ q: '100%' })).toEqual(['Sorted a'])
    await expect(names({ sort: 'searchKey' })).rejects.toMatchObject({ code: 'invalid-input' })
    expect(await hostGroupChoices(open(), aud)).toContainEqual({ id: many, name: 'Sorted a' })
    expect(await hostChoices(open(), ada, 'sorted')).toEqual([
      { kind: 'host-group', id: many, name: 'Sorted a', hosts: 2 },
      { kind: 'host-group', id: few, name: 'sorted B', hosts: 1 },
    ])
    expect((await hostsToAdd(open(), ada, many, 'host')).map(({ name }) => name)).toEqual(['host 2', 'host 3'])
    expect(await idsByName(open(), ada, { hostGroups: ['SORTED A'] })).toMatchObject({ hostGroupIds: [many] })
    await expect(idsByName(open(), ada, { hostGroups: ['none'] })).rejects.toMatchObject({
      code: 'not-found',
      params: { what: 'host-group' },
    })
    expect((await listHosts(open(), ada, { group: many })).total).toBe(2)
    await deleteGrant(open(), ada, theirs.id)
  })

  it('open their hosts to whom a grant names, and to nobody else', async () => {
    const id = await add('Opened', [0, 1])
    const theirs = await grant([id], { logins: ['root'] })
    expect(await seen()).toEqual(['host 0', 'host 1'])
    expect((await getHost(open(), olga, host(0))).accounts).toMatchObject([{ login: 'root', granted: true }])
    const { rows } = await whoCanReach(open(), ada, host(1))
    expect(rows).toMatchObject([{ user: { name: 'Olga' }, by: [{ grant: { name: 'theirs' }, accounts: ['root'] }] }])
    const { seq } = await loadRules(open())
    await changeHostMembers(open(), ada, id, { remove: [host(0)] })
    expect(await groundsChanged(open().db, seq, (await loadRules(open())).seq)).toBe(true)
    expect(await seen()).toEqual(['host 1'])
    await expect(getHost(open(), olga, host(0))).rejects.toMatchObject({ code: 'not-found' })
    // Saved anew without the group it means nothing: refused.
    const input = { name: 'theirs', userIds: [olga.id], capabilities: ['shell'] }
    await expect(updateGrant(open(), ada, theirs.id, input)).rejects.toMatchObject({ fields: { hosts: 'required' } })
    await updateGrant(open(), ada, theirs.id, { ...input, hostIds: [host(2)] })
    expect(await seen()).toEqual(['host 2'])
    await deleteGrant(open(), ada, theirs.id)
    await expect(grant(['gone'])).rejects.toMatchObject({ code: 'not-found', params: { what: 'host-group' } })
  })

  it('tell before a change who gains and who loses by it', async () => {
    const id = await add('Told', [0, 1])
    const input = { name: 'theirs', userIds: [olga.id], hostGroupIds: [id], capabilities: ['shell'] }
    expect(pairs((await previewChange(open(), ada, { kind: 'save', input })).gains)).toEqual([
      'Olga host 0',
      'Olga host 1',
    ])
    const theirs = await grant([id])
    const other = await grant([], { name: 'other', userIds: [olga.id, otto.id], hostIds: [host(1)] })
    const told = (change: Parameters<typeof previewHostGroup>[3]) => previewHostGroup(open(), ada, id, change)
    expect(await told({ kind: 'members', add: [host(0)] })).toMatchObject({ counts: { gains: 0, losses: 0 } })
    const both = await told({ kind: 'members', add: [host(2)], remove: [host(0), host(1)] })
    expect([pairs(both.gains), pairs(both.losses)]).toEqual([['Olga host 2'], ['Olga host 0']])
    // On host 1 the other grant opens the same.
    expect(pairs((await told({ kind: 'delete' })).losses)).toEqual(['Olga host 0'])
    await expect(previewHostGroup(open(), ada, 'gone', { kind: 'delete' })).rejects.toMatchObject({
      code: 'not-found',
    })
    for (const one of [theirs, other]) await deleteGrant(open(), ada, one.id)
  })

  it('do what was told, whatever is in them', async () => {
    const platform = open()
    const [one, two] = [await add('any one'), await add('any two')]
    const grants = [
      await grant([one], { name: 'a' }),
      await grant([one, two], { name: 'b', userIds: [otto.id] }),
      await grant([two], { name: 'c', hostIds: [host(3)], logins: ['other'] }),
    ]
    const reach = async () => {
      const found = new Set<string>()
      for (const { id, name } of [olga, otto])
        for (const row of (await whatCanReach(platform, ada, id)).rows)
          if (row.reachable) found.add(`${name} ${row.host.name}`)
      return found
    }
    const change = fc.record({
      group: fc.constantFrom(one, two),
      add: fc.subarray([0, 1, 2, 3]),
      remove: fc.subarray([0, 1, 2, 3]),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 3 }), async (changes) => {
        for (const { group, ...parts } of changes) {
          const [add, remove] = [parts.add.map(host), parts.remove.filter((n) => !parts.add.includes(n)).map(host)]
          const before = await reach()
          const { gains, losses } = await previewHostGroup(platform, ada, group, { kind: 'members', add, remove })
          await changeHostMembers(platform, ada, group, { add, remove })
          const after = await reach()
          // Of what is gained and lost in part (other logins) the pair stays.
          for (const pair of after) if (!before.has(pair)) expect(pairs(gains)).toContain(pair)
          for (const pair of before) if (!after.has(pair)) expect(pairs(losses)).toContain(pair)
          for (const pair of pairs(gains)) expect(after).toContain(pair)
          for (const pair of pairs(losses)) expect(before).toContain(pair)
          const told = [...after].filter((pair) => pair.startsWith('Olga ')).map((pair) => pair.slice(5))
          expect(await seen()).toEqual(told.sort())
        }
      }),
      { numRuns: 15 },
    )
    for (const { id } of grants) await deleteGrant(platform, ada, id)
  })

  it('lose a host that is deleted, and keep their limits', async () => {
    const gone = await createHost(open(), ada, { name: 'short-lived', address: '192.0.2.77' })
    const id = await add('Limited', [0])
    await changeHostMembers(open(), ada, id, { add: [gone.id] })
    await deleteHost(open(), ada, gone.id)
    expect(await members(id)).toEqual(['host 0'])
    await expect(changeHostMembers(open(), ada, id, { add: [gone.id] })).rejects.toMatchObject({ code: 'not-found' })
    await expect(add('limited')).rejects.toMatchObject({ code: 'already-exists', fields: { name: 'taken' } })
    await expect(updateHostGroup(open(), ada, id, { name: 'x', basedOn: new Date(1) })).rejects.toMatchObject({
      code: 'conflict',
    })
    const many = Array.from({ length: maxMemberChanges + 1 }, (_, n) => `h${n}`)
    await expect(changeHostMembers(open(), ada, id, { add: many })).rejects.toMatchObject({ code: 'invalid-input' })
    await expect(previewHostGroup(open(), ada, id, { kind: 'members', add: many })).rejects.toMatchObject({
      code: 'invalid-input',
    })
    expect([maxGroups, maxGroupMembers]).toEqual([1000, 5000])
  })
})
