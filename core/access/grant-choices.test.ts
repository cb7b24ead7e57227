import { beforeAll, expect, it } from 'vitest'
import type { UserActor } from '../actor'
import { createGroup } from '../identity/groups'
import { createHost } from '../inventory/hosts'
import { addTestUser, describeEachDatabase } from '../testing/platform'
import { grantStart, hostChoices, subjectChoices, tagMatches } from './grant-choices'
import { grantState } from './grant-state'
import { createGrant, listGrants } from './grants'

const hour = 3_600_000

describeEachDatabase('what a grant is made of', (open) => {
  let ada: UserActor
  let audra: UserActor
  let olga: UserActor
  beforeAll(async () => {
    const platform = open()
    ada = await addTestUser(platform, 'administrator', 'ada')
    audra = await addTestUser(platform, 'auditor', 'audra')
    olga = await addTestUser(platform, 'operator', 'Olga 100%')
    await createGroup(platform, ada, { name: 'Olgas' })
    await createHost(platform, ada, { name: 'web', address: '192.0.2.5', tags: ['prod', 'web'] })
    await createHost(platform, ada, { name: 'old', address: '192.0.2.6', tags: ['prod', 'legacy'] })
    await createHost(platform, ada, { name: 'bare', address: '192.0.2.7' })
  })

  it('is found by a part of a name, groups first, and a wildcard is a letter like others', async () => {
    const platform = open()
    const found = await subjectChoices(platform, ada, 'OLGA')
    expect(found.map(({ kind, name }) => [kind, name])).toEqual([
      ['group', 'Olgas'],
      ['user', 'Olga 100%'],
    ])
    expect(await subjectChoices(platform, ada, '0%')).toHaveLength(1)
    expect((await hostChoices(platform, ada, '192.0.2')).map(({ name }) => name)).toEqual(['bare', 'old', 'web'])
    const [group] = found
    expect(await grantStart(platform, ada, { group: group?.id, host: 'gone' })).toMatchObject({
      users: [],
      groups: [{ name: 'Olgas' }],
      hosts: [],
    })
  })

  it('counts the hosts that an expression means, also those without a tag', async () => {
    const platform = open()
    expect(await tagMatches(platform, audra, 'prod and not legacy')).toMatchObject({
      count: 1,
      hosts: [{ name: 'web' }],
    })
    expect((await tagMatches(platform, ada, 'not prod')).count).toBe(1)
    await expect(tagMatches(platform, ada, 'prod and')).rejects.toMatchObject({
      code: 'invalid-input',
      params: { position: 9 },
      fields: { tagExpression: 'tags-tag-expected' },
    })
  })

  it('is for administrators alone', async () => {
    const platform = open()
    for (const attempt of [
      () => subjectChoices(platform, audra, ''),
      () => hostChoices(platform, olga, ''),
      () => grantStart(platform, audra, {}),
      () => tagMatches(platform, olga, 'prod'),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ code: 'not-allowed' })
    }
  })

  it('lists grants by their state, as each of them says of itself, and those never used', async () => {
    const platform = open()
    const now = Date.now()
    const at = (ms: number) => new Date(now + ms).toISOString()
    const shells = { everyone: true, allHosts: true, capabilities: ['shell'] }
    for (const grant of [
      { name: 'active' },
      { name: 'active too', validFrom: at(-hour), validUntil: at(hour) },
      { name: 'scheduled', validFrom: at(hour) },
      { name: 'expired', validUntil: at(-hour) },
      { name: 'disabled', validUntil: at(-hour), disabled: true },
    ]) {
      await createGrant(platform, ada, { ...shells, ...grant })
    }
    for (const state of ['active', 'scheduled', 'expired', 'disabled'] as const) {
      const { rows } = await listGrants(platform, ada, { state })
      const named = rows.map(({ name }) => name)
      expect(named).toEqual(state === 'active' ? ['active', 'active too'] : [state])
      for (const row of rows) expect(grantState(row, now)).toBe(state)
    }
    expect((await listGrants(platform, ada, { use: 'never' })).total).toBe(5)
    await platform.db.grant.updateMany({ where: { name: 'active' }, data: { lastUsedAt: new Date() } })
    expect((await listGrants(platform, ada, { use: 'never' })).total).toBe(4)
  })
})
