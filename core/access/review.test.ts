import { beforeAll, expect, it } from 'vitest'
import type { UserActor } from '../actor'
import { addTestUser, describeEachDatabase } from '../testing/platform'
import { createGrant, getGrant, listGrants } from './grants'
import { confirmGrant, latestReviews, listForReview, removeReviewed } from './review'

describeEachDatabase('a review of the grants', (open) => {
  let ada: UserActor
  let audra: UserActor
  const ids: Record<string, string> = {}
  beforeAll(async () => {
    const platform = open()
    ada = await addTestUser(platform, 'administrator', 'ada')
    audra = await addTestUser(platform, 'auditor', 'audra')
    for (const [name, lastUsedAt] of [
      ['new', new Date('2026-05-01')],
      ['old', new Date('2025-05-01')],
      ['never', null],
    ] as const) {
      const grant = { name, everyone: true, allHosts: true, capabilities: ['shell'] }
      const { id } = await createGrant(platform, ada, grant)
      ids[name] = id
      await platform.db.grant.update({ where: { id }, data: { lastUsedAt } })
    }
  })
  const named = async (query: object = {}) => (await listForReview(open(), audra, query)).rows.map(({ name }) => name)

  it('begins with what was never used, and then with what was not for the longest', async () => {
    expect(await named()).toEqual(['never', 'old', 'new'])
    expect(await named({ dir: 'desc' })).toEqual(['new', 'old', 'never'])
    expect(await named({ sort: 'name', q: 'N' })).toEqual(['never', 'new'])
    await expect(listForReview(open(), audra, { due: 12 })).rejects.toMatchObject({ code: 'invalid-input' })
  })

  it('keeps who confirmed what, when and why, and asks no one again for a while', async () => {
    const platform = open()
    const before = await getGrant(platform, ada, ids.old ?? '')
    await confirmGrant(platform, ada, ids.old ?? '', { comment: ' still on call ' })
    expect(await named({ due: 90 })).toEqual(['never', 'new'])
    await platform.db.grant.update({ where: { id: ids.old }, data: { reviewedAt: new Date('2020-01-01') } })
    expect(await named({ due: 365 })).toEqual(['never', 'old', 'new'])
    expect(await latestReviews(platform, audra, { grantId: ids.old })).toMatchObject([
      { grantName: 'old', answer: 'confirmed', comment: 'still on call', by: 'ada' },
    ])
    // Whoever has its form open meanwhile can still save.
    expect((await getGrant(platform, ada, ids.old ?? '')).updatedAt).toEqual(before.updatedAt)
  })

  it('removes a grant and keeps the answer', async () => {
    const platform = open()
    await removeReviewed(platform, ada, ids.never ?? '', {})
    expect((await listGrants(platform, ada, { q: 'never' })).total).toBe(0)
    expect((await latestReviews(platform, ada))[0]).toMatchObject({ grantName: 'never', answer: 'removed' })
    const events = await platform.db.auditEvent.findMany({
      where: { targetId: ids.never, action: { in: ['grant.review', 'grant.delete'] } },
      orderBy: { seq: 'asc' },
    })
    expect(events.map(({ action }) => action)).toEqual(['grant.review', 'grant.delete'])
    await expect(confirmGrant(platform, ada, ids.never ?? '', {})).rejects.toMatchObject({ code: 'not-found' })
  })

  it('is answered by administrators alone', async () => {
    const platform = open()
    for (const answer of [confirmGrant, removeReviewed]) {
      await expect(answer(platform, audra, ids.new ?? '', {})).rejects.toMatchObject({ code: 'not-allowed' })
    }
    await expect(confirmGrant(platform, ada, ids.new ?? '', { comment: 'x'.repeat(501) })).rejects.toMatchObject({
      fields: { comment: 'too-long' },
    })
  })
})
