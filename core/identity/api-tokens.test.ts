import { beforeEach, expect, it } from 'vitest'
import type { UserActor } from '../actor'
import { exportAudit } from '../audit/export'
import { lookupHosts } from '../inventory/hosts'
import { searchSessions } from '../sessions/search'
import { snippetChoices } from '../snippets/snippet-reads'
import { createSnippet } from '../snippets/snippets'
import { addTestUser, describeEachDatabase } from '../testing/platform'
import { listOwnTokens, listTokens } from './api-token-reads'
import { resolveApiToken } from './api-token-use'
import { createPersonalToken, createServiceToken, maxTokens, revokeToken } from './api-tokens'
import { newApiToken } from './token-format'
import { listUsers } from './user-reads'
import { changeRole, deleteUser, disableUser, enableUser } from './users'

const from = '198.51.100.7'

describeEachDatabase('API tokens', (open) => {
  let [admin, operator]: UserActor[] = []
  const people = () => {
    if (!admin || !operator) throw new Error('made before each test')
    return { admin, operator }
  }
  beforeEach(async () => {
    await open().db.signInThrottle.deleteMany()
    admin = await addTestUser(open(), 'administrator')
    // So that no administrator of a test is the last one.
    await open().db.user.update({ where: { id: admin.id }, data: { passwordHash: 'set' } })
    operator = await addTestUser(open(), 'operator')
  })
  const personal = (owner: UserActor, scopes = ['hosts:read'], name = 'script') =>
    createPersonalToken(open(), owner, { name, scopes, days: 7 })
  const service = (role: string, scopes: string[]) =>
    createServiceToken(open(), people().admin, { name: 'collector', role, scopes, days: '30' })
  const use = (token: string, address = from) => resolveApiToken(open(), token, address)
  const events = (action: string, targetId: string) =>
    open().db.auditEvent.findMany({ where: { action, targetId }, orderBy: { seq: 'asc' } })

  it('ask who makes them for a fresh proof, and are asked for none', async () => {
    const { admin } = people()
    const { id, token } = await personal(admin, ['audit:read'])
    const stale = { ...admin, provenAt: admin.provenAt - 16 * 60_000 }
    await expect(personal(stale)).rejects.toMatchObject({ code: 'step-up-required' })
    await expect(
      createServiceToken(open(), stale, { name: 'collector', role: 'auditor', scopes: ['audit:read'], days: '30' }),
    ).rejects.toMatchObject({ code: 'step-up-required' })
    expect(await listOwnTokens(open(), stale)).toHaveLength(1)
    await exportAudit(open(), await use(token), 'csv', {})
    await revokeToken(open(), stale, id)
  })

  it('are shown once, stored hashed, and act for their owner', async () => {
    const { operator } = people()
    const { id, token } = await personal(operator)
    const stored = JSON.stringify([
      await open().db.apiToken.findMany(),
      await open().db.auditEvent.findMany(),
      await listOwnTokens(open(), operator),
    ])
    expect(stored).not.toContain(token)
    expect(stored).not.toContain(token.slice(9, -6))
    const actor = await use(token)
    expect(actor).toEqual({
      kind: 'user',
      id: operator.id,
      name: operator.name,
      role: operator.role,
      clientAddress: from,
      token: { id, kind: 'personal', name: 'script', scopes: ['hosts:read'] },
    })
    expect(await lookupHosts(open(), actor, '')).toEqual([])
    const [made] = await events('token.create', id)
    expect(made).toMatchObject({ actorId: operator.id, actorKind: 'user', outcome: 'success', targetName: 'script' })
  })

  it('do nothing beyond their scopes or their role', async () => {
    const { admin, operator } = people()
    const narrow = await use((await personal(admin)).token)
    for (const beyond of [
      () => exportAudit(open(), narrow, 'csv', {}),
      () => searchSessions(open(), narrow, {}),
      () => listUsers(open(), narrow, {}),
      () => snippetChoices(open(), narrow),
    ]) {
      await expect(beyond()).rejects.toMatchObject({ code: 'not-allowed', params: { reason: 'scope-forbids' } })
    }
    // A scope that the role has no use for is refused where it is chosen, and where the role has changed since.
    await expect(personal(operator, ['audit:read'])).rejects.toMatchObject({ fields: { scopes: 'scope-beyond-role' } })
    const wide = await personal(admin, ['audit:read', 'users:read'])
    await addTestUser(open(), 'administrator').then(({ id }) =>
      open().db.user.update({ where: { id }, data: { passwordHash: 'set' } }),
    )
    await changeRole(open(), admin, admin.id, 'operator')
    const demoted = await use(wide.token)
    expect(demoted.role.key).toBe('operator')
    await expect(exportAudit(open(), demoted, 'csv', {})).rejects.toMatchObject({ params: { reason: 'role-forbids' } })
  })

  it("of one person see nothing of another's", async () => {
    const { admin, operator } = people()
    await createSnippet(open(), admin, { scope: 'own', name: 'theirs', text: 'secret', description: '', runs: false })
    const own = await use((await personal(operator, ['snippets:read'])).token)
    expect(await snippetChoices(open(), own)).toEqual([])
    // A service token is no one, and least of all the person who made it.
    const robot = await use((await service('operator', ['snippets:read', 'sessions:read'])).token)
    expect(robot).toMatchObject({ name: 'collector', role: { key: 'operator' }, token: { kind: 'service' } })
    expect(robot.id).toBe(robot.token.id)
    expect(await snippetChoices(open(), robot)).toEqual([])
    expect((await searchSessions(open(), robot, {})).total).toBe(0)
  })

  it('end when they are revoked, expire, or their owner is disabled or deleted', async () => {
    const { admin, operator } = people()
    const [revoked, expired, kept, robot] = [
      await personal(operator),
      await personal(operator),
      await personal(operator),
      await service('auditor', ['audit:read']),
    ]
    for (const { token } of [revoked, expired, kept, robot]) await use(token)
    await revokeToken(open(), operator, revoked.id)
    await expect(use(revoked.token)).rejects.toMatchObject({ code: 'token-invalid', params: {} })
    await open().db.apiToken.update({ where: { id: expired.id }, data: { expiresAt: new Date() } })
    await expect(use(expired.token)).rejects.toThrow('token-invalid')
    await disableUser(open(), admin, operator.id)
    await expect(use(kept.token)).rejects.toThrow('token-invalid')
    const reasons = await Promise.all([revoked, expired, kept].map(({ id }) => events('token.refused', id)))
    expect(reasons.flat().map(({ detail }) => JSON.parse(detail).reason)).toEqual([
      'revoked',
      'expired',
      'owner-disabled',
    ])
    await enableUser(open(), admin, operator.id)
    expect((await use(kept.token)).id).toBe(operator.id)
    await deleteUser(open(), admin, operator.id)
    await expect(use(kept.token)).rejects.toThrow('token-invalid')
    // A service token is worth what its maker is.
    await open().db.user.update({ where: { id: admin.id }, data: { role: 'auditor' } })
    await expect(use(robot.token)).rejects.toThrow('token-invalid')
    expect((await events('token.refused', robot.id)).map(({ detail }) => detail)).toEqual([
      '{"reason":"owner-demoted"}',
    ])
  })

  it('that were forged or mistyped are refused, keep nothing of what was shown, and make their address wait', async () => {
    const { operator } = people()
    const { token } = await personal(operator)
    const typo = `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`
    const forged = newApiToken('personal')
    const tries = [typo, forged, '', 'x'.repeat(100_000), "' OR 1=1 --", token.toUpperCase()]
    for (const one of tries) await expect(use(one)).rejects.toMatchObject({ code: 'token-invalid' })
    const log = JSON.stringify(await open().db.auditEvent.findMany({ where: { action: 'token.refused' } }))
    expect(log).not.toContain(typo.slice(0, 20))
    expect(log).not.toContain(forged.slice(0, 20))
    for (let n = tries.length; n < 20; n++) await expect(use(forged)).rejects.toThrow('token-invalid')
    await expect(use(forged)).rejects.toMatchObject({ code: 'too-many-requests', params: { seconds: 2 } })
    // Whoever has a good one goes on, from there too; and so does everyone elsewhere.
    expect((await use(token)).id).toBe(operator.id)
    await expect(use(forged, '198.51.100.8')).rejects.toThrow('token-invalid')
  })

  it('show when and from where they were last used; another address is an event', async () => {
    const { operator } = people()
    const { id, token } = await personal(operator)
    await Promise.all([use(token), use(token), use(token)])
    const [shown] = await listOwnTokens(open(), operator)
    expect(shown).toMatchObject({ id, lastUsedAddress: from, state: 'active' })
    expect(await events('token.use', id)).toHaveLength(1)
    const longAgo = new Date(Date.now() - 120_000)
    await open().db.apiToken.update({ where: { id }, data: { lastUsedAt: longAgo } })
    await use(token)
    expect((await events('token.use', id)).length).toBe(1)
    await open().db.apiToken.update({ where: { id }, data: { lastUsedAt: longAgo } })
    await use(token, '198.51.100.9')
    const [, moved] = await events('token.use', id)
    expect(moved).toMatchObject({ clientAddress: '198.51.100.9', actorKind: 'personal-token', actorId: operator.id })
    expect(JSON.parse(moved?.detail ?? '')).toEqual({ addressBefore: from, token: 'script', tokenId: id })
  })

  it("are revoked by their owner or an administrator; someone else's is not there", async () => {
    const { admin, operator } = people()
    const [own, other] = [await personal(operator), await personal(admin)]
    const robot = await service('auditor', ['audit:read'])
    for (const { id } of [other, robot]) {
      await expect(revokeToken(open(), operator, id)).rejects.toThrow('not-found')
    }
    await revokeToken(open(), admin, own.id)
    await expect(revokeToken(open(), operator, own.id)).rejects.toThrow('not-found')
    expect((await events('token.revoke', own.id)).map(({ actorId }) => actorId)).toEqual([admin.id])
    expect(await listOwnTokens(open(), operator)).toEqual([])
    await expect(listTokens(open(), operator, {})).rejects.toThrow('not-allowed')
    await expect(createServiceToken(open(), operator, {})).rejects.toThrow('not-allowed')
    const all = await listTokens(open(), admin, { q: admin.name })
    expect(all.rows.map(({ id }) => id).toSorted()).toEqual([other.id, robot.id].toSorted())
    expect((await listTokens(open(), admin, { state: 'revoked', q: operator.name })).total).toBe(1)
    expect((await listTokens(open(), admin, { kind: 'service', q: 'collector' })).rows[0]).toMatchObject({
      role: { key: 'auditor' },
      ownerName: admin.name,
    })
  })

  it('refuse what is no name, scope or time to live, and more than a person needs', async () => {
    const { admin, operator } = people()
    const make = (change: object) =>
      createPersonalToken(open(), admin, { name: 'n', scopes: ['hosts:read'], days: 1, ...change })
    await expect(make({ name: '' })).rejects.toMatchObject({ fields: { name: 'required' } })
    await expect(make({ scopes: [] })).rejects.toMatchObject({ fields: { scopes: 'scope-needed' } })
    await expect(make({ scopes: ['host.edit'] })).rejects.toThrow('invalid-input')
    for (const days of [0, 366, 1.5, 'ever', null]) {
      await expect(make({ days }), String(days)).rejects.toMatchObject({ fields: { days: expect.anything() } })
    }
    await expect(service('emperor', ['audit:read'])).rejects.toMatchObject({ fields: { role: 'role' } })
    await expect(service('operator', ['audit:read'])).rejects.toMatchObject({ fields: { scopes: 'scope-beyond-role' } })
    const { id } = await personal(operator)
    const row = await open().db.apiToken.findUniqueOrThrow({ where: { id } })
    const copies = Array.from({ length: maxTokens - 1 }, (_, n) => ({
      ...row,
      id: `${id}-${n}`,
      tokenHash: `${id}-${n}`,
    }))
    await open().db.apiToken.createMany({ data: copies })
    await expect(personal(operator)).rejects.toThrow('limit-reached')
    await open().db.apiToken.updateMany({ where: { userId: operator.id }, data: { expiresAt: new Date(0) } })
    await personal(operator)
    // What ended long ago is gone with it.
    expect(await open().db.apiToken.count({ where: { userId: operator.id } })).toBe(1)
  })
})

describeEachDatabase(
  'API tokens of those who must have a second factor',
  (open) => {
    it('open nothing before there is one', async () => {
      const ann = await addTestUser(open(), 'operator')
      const { token } = await createPersonalToken(open(), ann, { name: 'n', scopes: ['hosts:read'], days: 1 })
      await expect(resolveApiToken(open(), token, from)).rejects.toThrow('enrolment-required')
    })

    it('open where the identity provider vouched for one as they were made', async () => {
      const pam = await addTestUser(open(), 'operator')
      await open().db.webSession.update({ where: { id: pam.webSessionId }, data: { factorByProvider: true } })
      const { token } = await createPersonalToken(open(), pam, { name: 'n', scopes: ['hosts:read'], days: 1 })
      expect(await resolveApiToken(open(), token, from)).toMatchObject({ id: pam.id })
    })
  },
  { GATEHOUSE_SECOND_FACTOR: 'everyone' },
)

describeEachDatabase(
  'API tokens under a low limit',
  (open) => {
    it('wait their turn, each for itself', async () => {
      const ann = await addTestUser(open(), 'operator')
      const make = () => createPersonalToken(open(), ann, { name: 'n', scopes: ['hosts:read'], days: 1 })
      const [one, two] = [await make(), await make()]
      for (let n = 0; n < 2; n++) await resolveApiToken(open(), one.token, from)
      await expect(resolveApiToken(open(), one.token, from)).rejects.toMatchObject({ code: 'too-many-requests' })
      await resolveApiToken(open(), two.token, from)
      await expect(
        createPersonalToken(open(), ann, { name: 'n', scopes: ['hosts:read'], days: 31 }),
      ).rejects.toMatchObject({ fields: { days: 'out-of-range' } })
    })
  },
  { GATEHOUSE_API_REQUESTS_PER_MINUTE: '2', GATEHOUSE_TOKEN_MAX_DAYS: '30' },
)
