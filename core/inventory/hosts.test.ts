import { randomUUID } from 'node:crypto'
import { beforeAll, expect, it } from 'vitest'
import type { UserActor } from '../actor'
import { addTestUser, describeEachDatabase, grantEverything } from '../testing/platform'
import { foldKey } from '../text'
import { createCredential, deleteCredential } from '../vault/credentials'
import { hostSearchKey } from './host-input'
import { acceptHostKey, placeOfHost } from './host-keys'
import { createHost, deleteHost, getAccount, getHost, listHosts, listTags, lookupHosts, updateHost } from './hosts'

const blob = 'AAAAC3NzaC1lZDI1NTE5AAAAIJm0Cq6J6cJrLx1vV3Y5w0Yx0xgq7y9Zl6iP5Q1s2t3u'

describeEachDatabase('hosts', (open) => {
  let admin: UserActor
  let operator: UserActor
  let auditor: UserActor
  beforeAll(async () => {
    admin = await addTestUser(open(), 'administrator')
    operator = await addTestUser(open(), 'operator')
    auditor = await addTestUser(open(), 'auditor')
    await grantEverything(open())
  })

  let count = 0
  const host = (change: Record<string, unknown> = {}) => {
    const n = ++count
    return { name: `host ${n}`, address: `10.1.${n >> 8}.${n & 255}`, port: 22, ...change }
  }
  const refusal = (code: string, field?: string, problem?: string) =>
    expect.objectContaining({ code, ...(field ? { fields: expect.objectContaining({ [field]: problem }) } : {}) })

  it('keeps a host with its tags and accounts, and says so in the audit log', async () => {
    const platform = open()
    const credential = await createCredential(platform, admin, {
      kind: 'password',
      name: 'root pw',
      password: 'hunter2',
    })
    const { id } = await createHost(platform, admin, {
      ...host({ name: ' Web 01 ', address: 'WEB01.example.com.', port: '2222' }),
      notes: 'in the cellar',
      encoding: 'gbk',
      tags: ['Prod', 'web', 'prod'],
      accounts: [{ login: 'root', credentialId: credential.id }, { login: 'ann' }],
    })
    expect(await getHost(platform, operator, id)).toMatchObject({
      name: 'Web 01',
      address: 'web01.example.com',
      port: 2222,
      notes: 'in the cellar',
      encoding: 'gbk',
      tags: ['prod', 'web'],
      accounts: [
        { login: 'ann', credential: null },
        { login: 'root', credential: { id: credential.id, name: 'root pw', kind: 'password' } },
      ],
      hostKeys: [],
    })
    const event = await platform.db.auditEvent.findFirst({ where: { action: 'host.create', hostId: id } })
    expect(JSON.parse(event?.detail ?? '')).toMatchObject({
      after: {
        name: 'Web 01',
        accounts: [
          { login: 'ann', credential: null },
          { login: 'root', credential: 'root pw' },
        ],
      },
    })
    expect(JSON.stringify(await platform.db.auditEvent.findMany())).not.toContain('hunter2')
  })

  it.each([
    ['port 0', { port: 0 }, 'port', 'port-range'],
    ['port 70000', { port: 70_000 }, 'port', 'port-range'],
    ['a port in words', { port: 'ssh' }, 'port', 'port-range'],
    ['an address with spaces', { address: 'my host' }, 'address', 'address-invalid'],
    ['no address', { address: '' }, 'address', 'required'],
    ['a name of 300 characters', { name: 'x'.repeat(300) }, 'name', 'too-long'],
    ['no name', { name: '  ' }, 'name', 'required'],
    ['a login with a space', { accounts: [{ login: 'a b' }] }, 'accounts.0.login', 'login-invalid'],
    ['a login twice', { accounts: [{ login: 'a' }, { login: 'a' }] }, 'accounts.1.login', 'taken'],
    ['a tag with a comma', { tags: ['a,b'] }, 'tags.0', 'tag-invalid'],
    ['too many tags', { tags: Array.from({ length: 21 }, (_, n) => `t${n}`) }, 'tags', 'too-many'],
  ])('refuses %s', async (_, change, field, problem) => {
    await expect(createHost(open(), admin, host(change))).rejects.toEqual(refusal('invalid-input', field, problem))
  })

  it.each(['169.254.169.254', '::ffff:169.254.169.254', '[fe80::1]', '0.0.0.0', '224.0.0.1'])(
    'refuses the forbidden address %s',
    async (address) => {
      await expect(createHost(open(), admin, host({ address }))).rejects.toEqual(
        refusal('address-forbidden', 'address', 'address-forbidden'),
      )
    },
  )

  it('keeps HTML in a name as it was typed', async () => {
    const name = '<script>alert(1)</script>'
    const { id } = await createHost(open(), admin, host({ name }))
    expect((await getHost(open(), admin, id)).name).toBe(name)
  })

  it('refuses a second host of the same name, or at the same address and port', async () => {
    const first = host({ name: 'Twin', address: '2001:db8::1' })
    const { id } = await createHost(open(), admin, first)
    await expect(createHost(open(), admin, host({ name: 'TWIN' }))).rejects.toEqual(
      refusal('already-exists', 'name', 'taken'),
    )
    const twin = host({ address: '2001:DB8:0::1' })
    await expect(createHost(open(), admin, twin)).rejects.toEqual(refusal('already-exists', 'address', 'taken'))
    await createHost(open(), admin, { ...twin, port: 2222 })
    await updateHost(open(), admin, id, { ...first, notes: 'itself is no twin' })
  })

  it('lets one of two that come at once win', async () => {
    const wanted = host()
    const results = await Promise.allSettled([
      createHost(open(), admin, wanted),
      createHost(open(), admin, { ...wanted, name: `${wanted.name} again` }),
    ])
    expect(results.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(results.find((result) => result.status === 'rejected')).toMatchObject({ reason: { code: 'already-exists' } })
  })

  it('asks for the right to change, and to look', async () => {
    const { id } = await createHost(open(), admin, host())
    for (const actor of [operator, auditor]) {
      await expect(createHost(open(), actor, host())).rejects.toEqual(refusal('not-allowed'))
      await expect(updateHost(open(), actor, id, host())).rejects.toEqual(refusal('not-allowed'))
      await expect(deleteHost(open(), actor, id)).rejects.toEqual(refusal('not-allowed'))
    }
    await expect(listHosts(open(), auditor, {})).rejects.toEqual(refusal('not-allowed'))
    await expect(getHost(open(), auditor, id)).rejects.toEqual(refusal('not-allowed'))
  })

  it('keeps the ids of accounts that stay, even when they exchange their logins', async () => {
    const platform = open()
    const before = host({ accounts: [{ login: 'a' }, { login: 'b' }, { login: 'c' }] })
    const { id } = await createHost(platform, admin, before)
    const [a, b, c] = (await getHost(platform, admin, id)).accounts
    await updateHost(platform, admin, id, {
      ...before,
      accounts: [{ id: a?.id, login: 'b' }, { id: b?.id, login: 'a' }, { login: 'd' }],
    })
    const after = (await getHost(platform, admin, id)).accounts
    expect(after.map(({ login }) => login)).toEqual(['a', 'b', 'd'])
    expect([after[0]?.id, after[1]?.id]).toEqual([b?.id, a?.id])
    await expect(getAccount(platform, admin, c?.id ?? '')).rejects.toEqual(refusal('not-found'))
    expect(await getAccount(platform, operator, a?.id ?? '')).toMatchObject({ login: 'b', host: { id } })
  })

  it('does not overwrite what someone else changed meanwhile', async () => {
    const before = host()
    const { id } = await createHost(open(), admin, before)
    const basedOn = (await getHost(open(), admin, id)).updatedAt.toISOString()
    await updateHost(open(), admin, id, { ...before, basedOn, notes: 'first' })
    await expect(updateHost(open(), admin, id, { ...before, basedOn, notes: 'second' })).rejects.toEqual(
      refusal('conflict'),
    )
    expect((await getHost(open(), admin, id)).notes).toBe('first')
  })

  it('does not take an account from another host', async () => {
    const other = await createHost(open(), admin, host({ accounts: [{ login: 'x' }] }))
    const account = (await getHost(open(), admin, other.id)).accounts[0]
    const mine = host()
    const { id } = await createHost(open(), admin, mine)
    await updateHost(open(), admin, id, { ...mine, accounts: [{ id: account?.id, login: 'x' }] })
    expect((await getHost(open(), admin, other.id)).accounts).toEqual([account])
    expect((await getHost(open(), admin, id)).accounts[0]?.id).not.toBe(account?.id)
  })

  it('forgets the host keys when the host moves to another address', async () => {
    const before = host()
    const { id } = await createHost(open(), admin, before)
    await acceptHostKey(open(), admin, await placeOfHost(open(), id), { keyType: '', fingerprint: '', publicKey: blob })
    await updateHost(open(), admin, id, { ...before, notes: 'same place' })
    expect((await getHost(open(), admin, id)).hostKeys).toHaveLength(1)
    await updateHost(open(), admin, id, { ...before, port: 2222 })
    expect((await getHost(open(), admin, id)).hostKeys).toHaveLength(0)
    const event = await open().db.auditEvent.findFirst({
      where: { action: 'host.update', hostId: id },
      orderBy: { seq: 'desc' },
    })
    expect(JSON.parse(event?.detail ?? '')).toMatchObject({
      before: { port: 22 },
      after: { port: 2222 },
      forgottenHostKeys: [expect.stringMatching(/^SHA256:/)],
    })
  })

  it('deletes a host with its accounts, and frees their credential', async () => {
    const credential = await createCredential(open(), admin, { kind: 'generated-key', name: 'freed' })
    const { id } = await createHost(
      open(),
      admin,
      host({ tags: ['gone'], accounts: [{ login: 'a', credentialId: credential.id }] }),
    )
    await expect(deleteCredential(open(), admin, credential.id)).rejects.toMatchObject({
      code: 'in-use',
      params: { count: 1 },
    })
    await deleteHost(open(), admin, id)
    await deleteCredential(open(), admin, credential.id)
    await expect(getHost(open(), admin, id)).rejects.toEqual(refusal('not-found'))
    await expect(deleteHost(open(), admin, id)).rejects.toEqual(refusal('not-found'))
    expect(await open().db.hostTag.count({ where: { hostId: id } })).toBe(0)
  })

  it('refuses a credential that is not there', async () => {
    const accounts = [{ login: 'a', credentialId: randomUUID() }]
    await expect(createHost(open(), admin, host({ accounts }))).rejects.toEqual(refusal('not-found'))
  })

  it.each([
    { sort: 'passwordHash' },
    { sort: 'nameKey' },
    { dir: 'up' },
    { page: 0 },
    { pageSize: 7 },
    { pageSize: 5000 },
  ])('refuses a list by %j', async (query) => {
    await expect(listHosts(open(), admin, query)).rejects.toMatchObject({
      code: 'invalid-input',
      params: { field: Object.keys(query)[0] },
    })
  })
})

describeEachDatabase('ten thousand hosts', (open) => {
  let admin: UserActor
  beforeAll(async () => {
    const { db } = open()
    admin = await addTestUser(open(), 'administrator')
    const now = new Date()
    const rows = Array.from({ length: 10_000 }, (_, n) => {
      const facts = {
        name: `Host_${String(n).padStart(5, '0')}`,
        address: `10.2.${n >> 8}.${n & 255}`,
        tags: [`rack-${n % 40}`],
      }
      const accounts = [{ id: randomUUID(), login: n % 2 ? 'root' : 'deploy' }]
      return {
        id: randomUUID(),
        ...facts,
        accounts,
        nameKey: foldKey(facts.name),
        searchKey: hostSearchKey({ ...facts, accounts }),
      }
    })
    for (let at = 0; at < rows.length; at += 1000) {
      const part = rows.slice(at, at + 1000)
      await db.host.createMany({
        data: part.map(({ tags: _, accounts: __, ...row }) => ({
          ...row,
          port: 22,
          notes: '',
          createdAt: now,
          updatedAt: now,
        })),
      })
      await db.hostTag.createMany({ data: part.flatMap(({ id, tags }) => tags.map((tag) => ({ hostId: id, tag }))) })
      await db.account.createMany({
        data: part.flatMap(({ id, accounts }) => accounts.map((a) => ({ ...a, hostId: id }))),
      })
    }
  }, 120_000)

  it('pages through them, each once', async () => {
    const first = await listHosts(open(), admin, { pageSize: '100' })
    expect(first).toMatchObject({ total: 10_000, page: 1, pageSize: 100 })
    const last = await listHosts(open(), admin, { pageSize: '100', page: '100', dir: 'asc' })
    expect(last.rows).toHaveLength(100)
    expect(last.rows.at(-1)?.name).toBe('Host_09999')
    expect((await listHosts(open(), admin, { page: 1000 })).rows).toEqual([])
  })

  it.each([
    ['host_00042', 1],
    ['HOST_0004', 10],
    ['_00042', 1],
    ['host%42', 0],
    ['x00042', 0],
    ['rack-7 root', 250],
    ['10.2.0.42 deploy', 1],
    ['\\', 0],
  ])('finds %j', async (q, total) => {
    expect((await listHosts(open(), admin, { q })).total).toBe(total)
  })

  it('filters by tag and counts the tags', async () => {
    expect((await listHosts(open(), admin, { tag: 'Rack-7' })).total).toBe(250)
    const tags = await listTags(open(), admin)
    expect(tags).toHaveLength(40)
    expect(tags.find(({ tag }) => tag === 'rack-7')).toEqual({ tag: 'rack-7', hosts: 250 })
    expect(await lookupHosts(open(), admin, 'host_0004', 3)).toHaveLength(3)
  })

  it('answers in well under a second, also for the last page of a search', async () => {
    const begin = performance.now()
    await listHosts(open(), admin, { q: 'root', sort: 'address', dir: 'desc', page: 50, pageSize: 100 })
    await listHosts(open(), admin, { tag: 'rack-7', sort: 'updatedAt' })
    await listTags(open(), admin)
    expect(performance.now() - begin).toBeLessThan(1500)
  })
})
