import { beforeAll, describe, expect, it } from 'vitest'
import type { UserActor } from '../actor'
import { addTestUser, describeEachDatabase } from '../testing/platform'
import { defaultPreferences, preferencesSchema, readPreferences } from './preferences'
import { changePreferences, getPreferences } from './store'

describe('stored preferences', () => {
  it('have a default for each field, and only for fields that exist', () => {
    expect(preferencesSchema.parse(defaultPreferences)).toEqual(defaultPreferences)
    expect(Object.keys(defaultPreferences).sort()).toEqual(Object.keys(preferencesSchema.shape).sort())
  })

  it.each([
    ['', {}],
    ['null', {}],
    ['[1]', {}],
    ['{"fontSize":18,"theme":"of another version","gone":true}', { fontSize: 18 }],
    ['{"fontSize":900,"bell":"sound"}', { bell: 'sound' }],
    ['{"__proto__":{"fontSize":20},"toString":1}', {}],
  ])('read %s with what can be used of it', (json, kept) => {
    expect(readPreferences(json)).toEqual({ ...defaultPreferences, ...kept })
  })
})

describeEachDatabase('preferences', (open) => {
  let ann: UserActor
  let ben: UserActor
  beforeAll(async () => {
    ann = await addTestUser(open(), 'operator')
    ben = await addTestUser(open(), 'auditor')
  })

  it("change a person's own and nobody else's, and say so with what was before", async () => {
    const platform = open()
    expect(await getPreferences(platform, ann)).toEqual(defaultPreferences)
    await changePreferences(platform, ann, { theme: 'nord', fontSize: '16' })
    await changePreferences(platform, ann, { hostCopy: 'allow' })
    expect(await getPreferences(platform, ann)).toEqual({
      ...defaultPreferences,
      theme: 'nord',
      fontSize: 16,
      hostCopy: 'allow',
    })
    expect(await getPreferences(platform, ben)).toEqual(defaultPreferences)
    const events = await platform.db.auditEvent.findMany({
      where: { action: 'preferences.update', actorId: ann.id },
      orderBy: { seq: 'asc' },
    })
    expect(events.map((event) => JSON.parse(event.detail))).toEqual([
      { before: { theme: 'page', fontSize: 14 }, after: { theme: 'nord', fontSize: 16 } },
      { before: { hostCopy: 'ask' }, after: { hostCopy: 'allow' } },
    ])
  })

  it('write no event where nothing changes', async () => {
    const platform = open()
    await changePreferences(platform, ben, { ...defaultPreferences })
    expect(await platform.db.auditEvent.count({ where: { actorId: ben.id } })).toBe(0)
  })

  it.each([
    [{ fontSize: 7 }, 'fontSize', 'out-of-range'],
    [{ scrollback: 1e9 }, 'scrollback', 'out-of-range'],
    [{ scrollback: 1.5 }, 'scrollback', 'invalid'],
    [{ fontSize: 'huge' }, 'fontSize', 'invalid'],
    [{ minimumContrast: 99 }, 'minimumContrast', 'invalid'],
  ])('refuse %j', async (change, field, problem) => {
    await expect(changePreferences(open(), ann, change)).rejects.toMatchObject({
      code: 'invalid-input',
      fields: { [field]: problem },
    })
  })

  it('go with the person', async () => {
    const platform = open()
    const gone = await addTestUser(platform, 'operator')
    await changePreferences(platform, gone, { fontSize: 20 })
    await platform.db.user.delete({ where: { id: gone.id } })
    expect(await platform.db.preferences.count({ where: { userId: gone.id } })).toBe(0)
  })
})
