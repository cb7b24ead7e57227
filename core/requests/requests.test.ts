import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { bareHost, readPeople, readPlaces } from '../access/facts'
import { createGrant, deleteGrant, updateGrant } from '../access/grants'
import { decideReach } from '../access/reach'
import { loadRules } from '../access/rules'
import { systemActor, type UserActor } from '../actor'
import { changeMembers, createGroup, deleteGroup } from '../identity/groups'
import { disableUser, enableUser } from '../identity/users'
import { createHost } from '../inventory/hosts'
import type { Platform } from '../platform'
import { addTestUser, describeEachDatabase } from '../testing/platform'
import { askAccess, breakGlass, requestableOn, withdrawRequest } from './ask'
import { approveRequest, refuseRequest } from './decide-request'
import { revokeRequest, sweepRequests } from './end'
import { countWaiting, getRequest, listRequests } from './request-reads'
import { signReview } from './review'

/** Whether this person gets a shell there at this moment, by the decision itself and the rows as they are. */
async function opens(platform: Platform, actor: UserActor, hostId: string, login = 'root', at = Date.now()) {
  const { rules } = await loadRules(platform)
  const user = (await readPeople(platform.db, [actor.id])).get(actor.id)
  const host = (await readPlaces(platform.db, [hostId])).get(hostId) ?? bareHost(hostId)
  if (!user) return false
  const place = { clientAddress: actor.clientAddress, secondFactor: false, reason: null, proofAgeMs: 0 }
  const facts = {
    user,
    host,
    login,
    capability: 'shell',
    at,
    hoursAt: at,
    credential: 'shared',
    ...place,
  } as const
  return decideReach(facts, rules).allowed
}

describeEachDatabase('access requests', (open, kind) => {
  let ada: UserActor
  let ben: UserActor
  let olga: UserActor
  let audra: UserActor
  let hostId: string
  const ask = { login: 'root', minutes: 60, reason: 'the disk is full', ticket: 'CHG-7' }

  beforeAll(async () => {
    const platform = open()
    ada = await addTestUser(platform, 'administrator', 'ada')
    ben = await addTestUser(platform, 'administrator', 'ben')
    olga = await addTestUser(platform, 'operator', 'olga')
    audra = await addTestUser(platform, 'auditor', 'audra')
    hostId = await addHost(platform, 'db1')
  })

  async function addHost(platform: Platform, name: string): Promise<string> {
    const accounts = [{ login: 'root' }, { login: 'deploy' }]
    return (await createHost(platform, systemActor, { name, address: `${name}.example.com`, accounts })).id
  }

  /** A host of its own and a grant that says who may ask for it. */
  async function asking(change: object = {}): Promise<{ hostId: string; grantId: string; grant: object }> {
    const platform = open()
    const name = `h${randomUUID().slice(0, 8)}`
    const id = await addHost(platform, name)
    const grant = { name, everyone: true, hostIds: [id], capabilities: ['shell'], approvals: 1, ...change }
    return { hostId: id, grantId: (await createGrant(platform, ada, grant)).id, grant }
  }

  it('are answered and signed off after a recent proof alone', async () => {
    const platform = open()
    const { hostId } = await asking()
    const { id } = await askAccess(platform, olga, { ...ask, hostId })
    const [stale, reviewer] = [ada, audra].map((one) => ({ ...one, provenAt: Date.now() - 16 * 60_000 }))
    if (!stale || !reviewer) throw new Error('there are two')
    const asks = (work: Promise<unknown>) => expect(work).rejects.toMatchObject({ code: 'step-up-required' })
    await asks(approveRequest(platform, stale, id, {}))
    await asks(refuseRequest(platform, stale, id, { comment: 'no' }))
    await asks(signReview(platform, reviewer, id, { comment: 'fine' }))
    // Whom it doesn't ask is told nothing of it.
    await expect(approveRequest(platform, reviewer, id, {})).rejects.toMatchObject({ code: 'not-found' })
    expect(await getRequest(platform, ada, id)).toMatchObject({ state: 'pending' })
    await refuseRequest(platform, ada, id, { comment: 'no' })
  })

  it('open nothing before they are approved, and what was asked for after', async () => {
    const platform = open()
    const place = await asking()
    expect(await opens(platform, olga, place.hostId)).toBe(false)
    const { id } = await askAccess(platform, olga, { ...ask, hostId: place.hostId })
    expect(await opens(platform, olga, place.hostId)).toBe(false)
    expect(await getRequest(platform, ada, id)).toMatchObject({
      state: 'pending',
      approvals: 1,
      may: { decide: true, withdraw: false, revoke: false, review: false },
    })
    expect(await approveRequest(platform, ada, id, { comment: 'go' })).toEqual({ opened: true, missing: 0 })
    expect(await opens(platform, olga, place.hostId)).toBe(true)
    expect(await opens(platform, olga, place.hostId, 'deploy')).toBe(false)
    expect(await opens(platform, ben, place.hostId)).toBe(false)
    const { validUntil, decisions } = await getRequest(platform, olga, id)
    expect(decisions).toMatchObject([{ approverName: 'ada', verdict: 'approved', comment: 'go' }])
    const end = validUntil?.getTime() ?? 0
    expect(Math.abs(end - Date.now() - 3_600_000)).toBeLessThan(60_000)
    expect(await opens(platform, olga, place.hostId, 'root', end - 1)).toBe(true)
    expect(await opens(platform, olga, place.hostId, 'root', end)).toBe(false)
  })

  it('are decided by nobody who asked, who may not, or who did already', async () => {
    const platform = open()
    const place = await asking({ approvals: 2 })
    const mine = await askAccess(platform, ada, { ...ask, hostId: place.hostId })
    await expect(approveRequest(platform, ada, mine.id, {})).rejects.toMatchObject({ code: 'own-request' })
    await expect(refuseRequest(platform, ada, mine.id, { comment: 'x' })).rejects.toMatchObject({ code: 'own-request' })
    for (const nobody of [olga, audra]) {
      await expect(approveRequest(platform, nobody, mine.id, {})).rejects.toMatchObject({ code: 'not-found' })
    }
    expect(await approveRequest(platform, ben, mine.id, {})).toEqual({ opened: false, missing: 1 })
    await expect(approveRequest(platform, ben, mine.id, {})).rejects.toMatchObject({ code: 'decided-already' })
    expect(await opens(platform, ada, place.hostId)).toBe(false)
  })

  it('are approved by so many of a group, for the shortest of their times', async () => {
    const platform = open()
    const [gus, gwen, outsider] = [
      await addTestUser(platform, 'operator'),
      await addTestUser(platform, 'auditor'),
      await addTestUser(platform, 'operator'),
    ]
    const group = await createGroup(platform, ada, { name: `Owners ${randomUUID()}` })
    await changeMembers(platform, ada, group.id, { add: [gus.id, gwen.id, olga.id] })
    const place = await asking({ approvals: 2, approverGroupId: group.id })
    const { id } = await askAccess(platform, olga, { ...ask, hostId: place.hostId })
    for (const other of [outsider, ada]) {
      await expect(approveRequest(platform, other, id, {})).rejects.toMatchObject({ code: 'not-found' })
    }
    const before = await countWaiting(platform, gwen)
    expect(await approveRequest(platform, gwen, id, { minutes: 20 })).toEqual({ opened: false, missing: 1 })
    expect(await countWaiting(platform, gwen)).toBe(before - 1)
    await expect(approveRequest(platform, gus, id, { minutes: 61 })).rejects.toMatchObject({ code: 'invalid-input' })
    expect(await approveRequest(platform, gus, id, { minutes: 30 })).toEqual({ opened: true, missing: 0 })
    const { validUntil } = await getRequest(platform, gus, id)
    expect(Math.abs((validUntil?.getTime() ?? 0) - Date.now() - 20 * 60_000)).toBeLessThan(60_000)
    await expect(deleteGroup(platform, ada, group.id)).rejects.toMatchObject({ code: 'in-use' })
  })

  it('count the approvals of those alone who may still give one', async () => {
    const platform = open()
    const [gus, gwen] = [await addTestUser(platform, 'operator'), await addTestUser(platform, 'operator')]
    const group = await createGroup(platform, ada, { name: `Owners ${randomUUID()}` })
    await changeMembers(platform, ada, group.id, { add: [gus.id, gwen.id] })
    const place = await asking({ approvals: 2, approverGroupId: group.id })
    const { id } = await askAccess(platform, olga, { ...ask, hostId: place.hostId })
    await approveRequest(platform, gus, id, {})
    await changeMembers(platform, ada, group.id, { remove: [gus.id] })
    expect(await approveRequest(platform, gwen, id, {})).toEqual({ opened: false, missing: 1 })
    expect(await opens(platform, olga, place.hostId)).toBe(false)
  })

  it('are over with one refusal, a withdrawal or when nobody answers', async () => {
    const platform = open()
    const place = await asking()
    const [refused, withdrawn, late] = [
      await askAccess(platform, olga, { ...ask, hostId: place.hostId }),
      await askAccess(platform, olga, { ...ask, hostId: place.hostId }),
      await askAccess(platform, olga, { ...ask, hostId: place.hostId }),
    ]
    await expect(refuseRequest(platform, ada, refused.id, { comment: ' ' })).rejects.toMatchObject({
      fields: { comment: 'reason-required' },
    })
    await refuseRequest(platform, ada, refused.id, { comment: 'use the replica' })
    await expect(withdrawRequest(platform, ada, withdrawn.id, {})).rejects.toMatchObject({ code: 'not-found' })
    await withdrawRequest(platform, olga, withdrawn.id, {})
    await platform.db.accessRequest.update({ where: { id: late.id }, data: { expiresAt: new Date() } })
    for (const { id } of [refused, withdrawn, late]) {
      await expect(approveRequest(platform, ben, id, {})).rejects.toMatchObject({ code: 'request-settled' })
      await expect(withdrawRequest(platform, olga, id, {})).rejects.toMatchObject({ code: 'request-settled' })
    }
    await sweepRequests(platform)
    expect((await getRequest(platform, olga, late.id)).state).toBe('expired')
    expect(await opens(platform, olga, place.hostId)).toBe(false)
  })

  it('are bounded in time and in number', async () => {
    const platform = open()
    const place = await asking()
    const eager = await addTestUser(platform, 'operator')
    await expect(askAccess(platform, eager, { ...ask, hostId: place.hostId, minutes: 481 })).rejects.toMatchObject({
      fields: { minutes: 'out-of-range' },
    })
    for (let n = 0; n < 10; n++) await askAccess(platform, eager, { ...ask, hostId: place.hostId })
    await expect(askAccess(platform, eager, { ...ask, hostId: place.hostId })).rejects.toMatchObject({
      code: 'limit-reached',
    })
  })

  it('say the same of a host that is not there and of one that may not be asked for', async () => {
    const platform = open()
    for (const where of [{ hostId }, { hostId: 'nowhere' }, { hostName: 'db1' }, { hostName: 'nowhere' }]) {
      await expect(askAccess(platform, olga, { ...ask, ...where })).rejects.toMatchObject({
        code: 'not-found',
        params: { what: 'requestable' },
      })
    }
    const place = await asking({ logins: ['deploy'] })
    await expect(askAccess(platform, olga, { ...ask, hostId: place.hostId })).rejects.toMatchObject({
      code: 'not-found',
    })
    await expect(askAccess(platform, audra, { ...ask, hostId: place.hostId })).rejects.toMatchObject({
      code: 'not-allowed',
    })
    expect(await requestableOn(platform, olga, place.hostId)).toEqual([
      { login: 'deploy', open: false, ask: true, breakGlass: false },
    ])
    expect(await requestableOn(platform, olga, hostId)).toEqual([])
    await expect(askAccess(platform, olga, { ...ask, login: 'd*', hostId: place.hostId })).rejects.toMatchObject({
      fields: { login: 'login-invalid' },
    })
  })

  it('end at once when they are revoked, and when the grant that was asked under goes or changes', async () => {
    const platform = open()
    const given = async () => {
      const place = await asking()
      const { id } = await askAccess(platform, olga, { ...ask, hostId: place.hostId })
      await approveRequest(platform, ada, id, {})
      expect(await opens(platform, olga, place.hostId)).toBe(true)
      return { id, ...place }
    }
    const revoked = await given()
    await expect(revokeRequest(platform, audra, revoked.id, {})).rejects.toMatchObject({ code: 'not-found' })
    await revokeRequest(platform, ben, revoked.id, { comment: 'done' })
    expect(await opens(platform, olga, revoked.hostId)).toBe(false)
    await expect(revokeRequest(platform, ben, revoked.id, {})).rejects.toMatchObject({ code: 'request-settled' })
    await expect(approveRequest(platform, ben, revoked.id, {})).rejects.toMatchObject({ code: 'request-settled' })

    const [deleted, off, narrowed, back] = [await given(), await given(), await given(), await given()]
    await deleteGrant(platform, ada, deleted.grantId)
    await updateGrant(platform, ada, off.grantId, { ...off.grant, disabled: true })
    await updateGrant(platform, ada, narrowed.grantId, { ...narrowed.grant, networks: ['203.0.113.0/24'] })
    await revokeRequest(platform, olga, back.id, {})
    for (const one of [deleted, off, narrowed, back]) expect(await opens(platform, olga, one.hostId)).toBe(false)
  })

  it('gave a grant that can be ended by the request alone', async () => {
    const platform = open()
    const place = await asking()
    const { id } = await askAccess(platform, olga, { ...ask, hostId: place.hostId })
    await approveRequest(platform, ada, id, {})
    const { id: given } = await platform.db.grant.findUniqueOrThrow({ where: { requestId: id } })
    const attempts = [() => deleteGrant(platform, ada, given), () => updateGrant(platform, ada, given, place.grant)]
    for (const attempt of attempts) await expect(attempt()).rejects.toMatchObject({ code: 'from-request' })
  })

  it('leave a grant that needs approvals one when a form that does not know of them saves it', async () => {
    const platform = open()
    const place = await asking({ breakGlass: true })
    const { approvals: _, breakGlass: __, ...form } = place.grant as Record<string, unknown>
    await updateGrant(platform, ada, place.grantId, form)
    expect(await opens(platform, olga, place.hostId)).toBe(false)
  })

  it('break the glass at once, and owe a review that the person themselves cannot give', async () => {
    const platform = open()
    const place = await asking({ breakGlass: true, approvals: 0 })
    await expect(askAccess(platform, olga, { ...ask, hostId: place.hostId })).rejects.toMatchObject({
      code: 'not-found',
    })
    const before = await countWaiting(platform, audra)
    const { id } = await breakGlass(platform, olga, { ...ask, hostId: place.hostId })
    expect(await opens(platform, olga, place.hostId)).toBe(true)
    expect(await getRequest(platform, audra, id)).toMatchObject({
      emergency: true,
      state: 'approved',
      reviewState: 'owed',
      may: { review: false },
    })
    await expect(signReview(platform, audra, id, { comment: 'fine' })).rejects.toMatchObject({ code: 'review-early' })
    expect(await countWaiting(platform, audra)).toBe(before + 1)
    await revokeRequest(platform, olga, id, {})
    expect((await listRequests(platform, audra, { view: 'review' })).rows[0]).toMatchObject({ reviewState: 'owed' })
    await expect(signReview(platform, olga, id, { comment: 'fine' })).rejects.toMatchObject({ code: 'not-allowed' })
    await signReview(platform, audra, id, { comment: 'fine' })
    expect(await getRequest(platform, olga, id)).toMatchObject({ reviewState: 'signed', reviewerName: 'audra' })
    await expect(signReview(platform, ben, id, { comment: 'x' })).rejects.toMatchObject({ code: 'request-settled' })
    expect(await countWaiting(platform, audra)).toBe(before)

    const own = await breakGlass(platform, ada, { ...ask, hostId: place.hostId })
    await revokeRequest(platform, ada, own.id, {})
    await expect(signReview(platform, ada, own.id, { comment: 'fine' })).rejects.toMatchObject({ code: 'own-request' })
  })

  it('break no glass where the grant does not say so, or its other conditions are not met', async () => {
    const platform = open()
    for (const change of [
      {},
      { breakGlass: true, networks: ['203.0.113.0/24'] },
      { breakGlass: true, requiresSecondFactor: true },
      { breakGlass: true, validUntil: '2020-01-01T00:00:00Z' },
      { breakGlass: true, disabled: true },
    ]) {
      const place = await asking(change)
      await expect(breakGlass(platform, olga, { ...ask, hostId: place.hostId })).rejects.toMatchObject({
        code: 'not-found',
      })
    }
  })

  it('are seen by those who have to do with them', async () => {
    const platform = open()
    const place = await asking()
    const stranger = await addTestUser(platform, 'operator')
    const { id } = await askAccess(platform, olga, { ...ask, hostId: place.hostId, ticket: 'INC-4711' })
    await expect(getRequest(platform, stranger, id)).rejects.toMatchObject({ code: 'not-found' })
    expect((await listRequests(platform, stranger, {})).total).toBe(0)
    for (const reader of [olga, ada, audra]) {
      expect((await listRequests(platform, reader, { q: 'inc-4711' })).rows.map((row) => row.id)).toEqual([id])
    }
    expect((await listRequests(platform, ada, { view: 'waiting', q: 'inc-4711' })).total).toBe(1)
    expect((await listRequests(platform, ada, { view: 'mine', q: 'inc-4711' })).total).toBe(0)
    expect((await listRequests(platform, olga, { view: 'waiting', q: 'inc-4711' })).total).toBe(0)
  })

  it('are events in the audit log, each step', async () => {
    const platform = open()
    const place = await asking()
    const { id } = await askAccess(platform, olga, { ...ask, hostId: place.hostId })
    await approveRequest(platform, ada, id, { comment: 'go' })
    await revokeRequest(platform, ada, id, { comment: 'enough' })
    await signReview(platform, audra, id, { comment: 'as asked' })
    const events = await platform.db.auditEvent.findMany({ where: { targetId: id }, orderBy: { seq: 'asc' } })
    expect(events.map(({ action, actorName }) => [action, actorName])).toEqual([
      ['request.ask', 'olga'],
      ['request.approve', 'ada'],
      ['request.revoke', 'ada'],
      ['request.review', 'audra'],
    ])
    expect(JSON.parse(events[0]?.detail ?? '')).toMatchObject({ reason: ask.reason, ticket: 'CHG-7', minutes: 60 })
  })

  describe('in any order', () => {
    it('what people do at once leaves nobody in whom the end does not justify', async () => {
      const platform = open()
      const place = await asking({ approvals: 2 })
      const carl = await addTestUser(platform, 'administrator', 'carl')
      const eve = await addTestUser(platform, 'operator', 'eve')
      const moves = {
        ben: (id: string) => approveRequest(platform, ben, id, {}),
        benAgain: (id: string) => approveRequest(platform, ben, id, {}),
        carl: (id: string) => approveRequest(platform, carl, id, {}),
        ada: (id: string) => approveRequest(platform, ada, id, {}),
        herself: (id: string) => approveRequest(platform, eve, id, {}),
        refuse: (id: string) => refuseRequest(platform, carl, id, { comment: 'no' }),
        withdraw: (id: string) => withdrawRequest(platform, eve, id, {}),
        revoke: (id: string) => revokeRequest(platform, ada, id, {}),
        disable: () => disableUser(platform, systemActor, eve.id),
        off: () => updateGrant(platform, systemActor, place.grantId, { ...place.grant, disabled: true }),
      }
      const names = Object.keys(moves) as (keyof typeof moves)[]
      const turns = fc.shuffledSubarray(names, { minLength: 3, maxLength: 7 })
      const seen = new Set<string>()
      await fc.assert(
        fc.asyncProperty(turns, fc.array(fc.nat({ max: 2 }), { maxLength: 7 }), async (order, waits) => {
          const { id } = await askAccess(platform, eve, { ...ask, hostId: place.hostId })
          const done = await Promise.all(
            order.map(async (name, index) => {
              for (let turn = waits[index] ?? 0; turn > 0; turn--) await platform.db.auditHead.count()
              return moves[name](id).then(
                () => name,
                () => null,
              )
            }),
          )
          const yes = new Set(done)
          const open = await opens(platform, eve, place.hostId)
          const request = await getRequest(platform, ada, id)
          const grants = await platform.db.grant.count({ where: { requestId: id } })
          seen.add(`${request.state}${open ? ' and open' : ''}`)
          expect(yes.has('herself')).toBe(false)
          expect(yes.has('ben') && yes.has('benAgain')).toBe(false)
          const approvers = request.decisions.filter(({ verdict }) => verdict === 'approved')
          const justified =
            request.state === 'approved' &&
            new Set(approvers.map(({ approverId }) => approverId)).size >= 2 &&
            !approvers.some(({ approverId }) => approverId === eve.id) &&
            !yes.has('refuse') &&
            !yes.has('withdraw') &&
            !yes.has('revoke') &&
            !yes.has('disable') &&
            !yes.has('off')
          expect(open).toBe(justified)
          expect(grants).toBe(request.state === 'approved' ? 1 : 0)
          // The next world begins clean.
          await enableUser(platform, systemActor, eve.id)
          await updateGrant(platform, systemActor, place.grantId, { ...place.grant, disabled: false })
          if (request.state === 'approved') await revokeRequest(platform, ada, id, {})
          if (request.state === 'pending') await withdrawRequest(platform, eve, id, {})
        }),
        // PostgreSQL in a quarter of them: it takes as long.
        { numRuns: kind === 'sqlite' ? 1000 : 250 },
      )
      expect([...seen].sort()).toEqual(['approved', 'approved and open', 'pending', 'refused', 'revoked', 'withdrawn'])
    }, 600_000)
  })
})

describeEachDatabase(
  'access requests for any host',
  (open) => {
    it('take a name, and tell the approvers alone whether there is such a host', async () => {
      const platform = open()
      const ada = await addTestUser(platform, 'administrator')
      const olga = await addTestUser(platform, 'operator')
      const input = { name: 'Vault', address: 'vault.example.com', accounts: [{ login: 'root' }] }
      const { id: hostId } = await createHost(platform, systemActor, input)
      const ask = { login: 'root', minutes: 60, reason: 'the disk is full' }
      const there = await askAccess(platform, olga, { ...ask, hostName: 'vault' })
      const nowhere = await askAccess(platform, olga, { ...ask, hostName: 'nowhere' })
      const [a, b] = [await getRequest(platform, olga, there.id), await getRequest(platform, olga, nowhere.id)]
      const shown = ({ hostId, state, approvals, approverGroup }: typeof a) => ({
        hostId,
        state,
        approvals,
        approverGroup,
      })
      expect(shown(a)).toEqual(shown(b))
      await expect(approveRequest(platform, ada, nowhere.id, {})).rejects.toMatchObject({ code: 'no-access' })
      expect(await approveRequest(platform, ada, there.id, {})).toEqual({ opened: true, missing: 0 })
      expect(await opens(platform, olga, hostId)).toBe(true)
    })
  },
  { GATEHOUSE_REQUESTS: 'any' },
)
