import fc from 'fast-check'
import { beforeAll, expect, it } from 'vitest'
import { systemActor, type UserActor } from '../actor'
import { createHost, getAccount, getHost, listHosts, listTags, lookupHosts } from '../inventory/hosts'
import { addTestUser, describeEachDatabase } from '../testing/platform'
import { createGrant, deleteGrant, updateGrant } from './grants'
import { matchesTags, parseTagExpression } from './tag-expression'

const tagSets = [[], ['prod'], ['prod', 'db1'], ['db2'], ['web', 'a_b1'], ['axb1'], ['prod', 'web', 'db1'], ['数据']]

describeEachDatabase('the hosts that someone sees', (open) => {
  let ada: UserActor
  let olga: UserActor
  const hosts: { id: string; name: string; tags: string[] }[] = []
  beforeAll(async () => {
    const platform = open()
    ada = await addTestUser(platform, 'administrator')
    olga = await addTestUser(platform, 'operator')
    for (const [n, tags] of tagSets.entries()) {
      const name = `host ${n}`
      const accounts = [{ login: 'root' }, { login: 'deploy' }]
      hosts.push({
        ...(await createHost(platform, ada, { name, address: `192.0.2.${n + 1}`, tags, accounts })),
        name,
        tags,
      })
    }
  })
  const seen = async (actor: UserActor, query: Record<string, unknown> = {}) =>
    (await listHosts(open(), actor, query)).rows.map(({ name }) => name)
  const idOf = (n: number) => hosts[n]?.id ?? ''

  it('are all for administrators, and none for others without a grant', async () => {
    const platform = open()
    expect(await seen(ada)).toHaveLength(tagSets.length)
    expect(await seen(olga)).toEqual([])
    expect(await lookupHosts(platform, olga, 'host')).toEqual([])
    expect(await listTags(platform, olga)).toEqual([])
    const { id: accountId } = await platform.db.account.findFirstOrThrow({ where: { hostId: idOf(1) } })
    for (const attempt of [() => getHost(platform, olga, idOf(1)), () => getAccount(platform, olga, accountId)]) {
      await expect(attempt()).rejects.toMatchObject({ code: 'not-found' })
    }
    expect((await getHost(platform, ada, idOf(1))).accounts.map(({ granted }) => granted)).toEqual([false, false])
  })

  it('are those of a grant that is neither off nor over, with the accounts it means', async () => {
    const platform = open()
    const input = {
      name: 'x',
      userIds: [olga.id],
      hostIds: [idOf(0), idOf(3)],
      logins: ['dep*'],
      capabilities: ['shell'],
    }
    const { id } = await createGrant(platform, ada, { ...input, requiresReason: true, validFrom: '2100-01-01' })
    expect(await seen(olga)).toEqual(['host 0', 'host 3'])
    expect(await listTags(platform, olga)).toEqual([{ tag: 'db2', hosts: 1 }])
    expect((await lookupHosts(platform, olga, 'host 3')).map(({ name }) => name)).toEqual(['host 3'])
    const { accounts } = await getHost(platform, olga, idOf(0))
    expect(accounts.map(({ login, granted }) => [login, granted])).toEqual([['deploy', true]])
    const all = await platform.db.account.findMany({ where: { hostId: idOf(0) }, orderBy: { login: 'asc' } })
    expect(await getAccount(platform, olga, all[0]?.id ?? '')).toMatchObject({ login: 'deploy' })
    await expect(getAccount(platform, olga, all[1]?.id ?? '')).rejects.toMatchObject({ code: 'not-found' })
    for (const change of [{ disabled: true }, { validUntil: '2001-01-01' }]) {
      await updateGrant(platform, ada, id, { ...input, ...change })
      expect(await seen(olga)).toEqual([])
    }
    await updateGrant(platform, ada, id, { ...input, capabilities: ['file-read'] })
    expect((await getHost(platform, olga, idOf(0))).accounts.map(({ granted }) => granted)).toEqual([false])
    await deleteGrant(platform, ada, id)
    expect(await seen(olga)).toEqual([])
  })

  it('page through the database as if only they were there', async () => {
    const platform = open()
    const grant = { name: 'x', everyone: true, tagExpression: 'prod or db*', capabilities: ['shell'] }
    const { id } = await createGrant(platform, ada, grant)
    expect(await seen(olga, { sort: 'name', dir: 'desc' })).toEqual(['host 6', 'host 3', 'host 2', 'host 1'])
    expect(await listHosts(platform, olga, { pageSize: 25, page: 2 })).toMatchObject({ total: 4, rows: [] })
    expect(await seen(olga, { q: 'db2' })).toEqual(['host 3'])
    expect(await seen(olga, { tag: 'web' })).toEqual(['host 6'])
    await deleteGrant(platform, ada, id)
  })

  it('are the same to the database as to the decision, whatever the expression', async () => {
    const platform = open()
    const words = fc.constantFrom('prod', 'db*', 'web', 'a_b*', 'PR*', '数*', 'none')
    const expressions = fc
      .array(fc.record({ not: fc.boolean(), word: words, and: fc.boolean() }), { minLength: 1, maxLength: 4 })
      .map((parts) =>
        parts.map(({ not, word, and }, n) => `${n ? (and ? 'and ' : 'or ') : ''}${not ? 'not ' : ''}${word}`).join(' '),
      )
    const { id } = await createGrant(platform, ada, {
      name: 'any',
      everyone: true,
      tagExpression: 'prod',
      capabilities: ['shell'],
    })
    await fc.assert(
      fc.asyncProperty(expressions, async (tagExpression) => {
        await updateGrant(platform, ada, id, { name: 'any', everyone: true, tagExpression, capabilities: ['shell'] })
        const meant = hosts.filter(({ tags }) => matchesTags(parseTagExpression(tagExpression), tags))
        expect(await seen(olga)).toEqual(meant.map(({ name }) => name))
      }),
      { numRuns: 60 },
    )
    await deleteGrant(platform, ada, id)
  })

  it('are found with more grants by tags than the database takes in one chain', async () => {
    const platform = open()
    const ids: string[] = []
    for (let n = 0; n < 120; n++) {
      const grant = {
        name: `many ${n}`,
        userIds: [olga.id],
        tagExpression: `nothing-${n} or prod and not web and not x${n}`,
        capabilities: ['shell'],
      }
      ids.push((await createGrant(platform, systemActor, grant)).id)
    }
    expect(await seen(olga)).toEqual(['host 1', 'host 2'])
    for (const id of ids) await deleteGrant(platform, ada, id)
  })
})
