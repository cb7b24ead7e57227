import { beforeAll, expect, it } from 'vitest'
import type { UserActor } from '../actor'
import { addTestUser, describeEachDatabase } from '../testing/platform'
import { getSnippet, listSnippets, snippetChoices } from './snippet-reads'
import { createSnippet, deleteSnippet, maxSnippets, updateSnippet } from './snippets'

describeEachDatabase('snippets', (open) => {
  let ada: UserActor
  let olga: UserActor
  let otto: UserActor
  beforeAll(async () => {
    ada = await addTestUser(open(), 'administrator')
    olga = await addTestUser(open(), 'operator')
    otto = await addTestUser(open(), 'operator')
  })
  const names = async (actor: UserActor, query: Record<string, unknown> = {}) =>
    (await listSnippets(open(), actor, query)).rows.map(({ name }) => name)

  it('are one’s own, or shared by an administrator, and nobody sees another’s', async () => {
    const platform = open()
    const own = await createSnippet(platform, olga, { name: 'Disk', text: 'df -h {{path:/}}\r\n', runs: true })
    await createSnippet(platform, otto, { name: 'disk', text: 'du -sh' })
    const shared = await createSnippet(platform, ada, { name: 'Uptime', text: 'uptime', scope: 'shared' })
    expect(await names(olga)).toEqual(['Disk', 'Uptime'])
    expect(await names(otto)).toEqual(['disk', 'Uptime'])
    expect(await names(ada)).toEqual(['Uptime'])
    expect((await snippetChoices(platform, olga)).map(({ scope, runs }) => [scope, runs])).toEqual([
      ['own', true],
      ['shared', false],
    ])
    expect(await getSnippet(platform, olga, own.id)).toMatchObject({ text: 'df -h {{path:/}}', scope: 'own' })
    for (const attempt of [
      () => getSnippet(platform, ada, own.id),
      () => updateSnippet(platform, ada, own.id, { name: 'x', text: 'x' }),
      () => deleteSnippet(platform, otto, own.id),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ code: 'not-found' })
    }
    for (const attempt of [
      () => createSnippet(platform, olga, { name: 'x', text: 'x', scope: 'shared' }),
      () => updateSnippet(platform, olga, shared.id, { name: 'x', text: 'x' }),
      () => deleteSnippet(platform, olga, shared.id),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ code: 'not-allowed' })
    }
  })

  it('tell the audit log what was before and after', async () => {
    const platform = open()
    const { id } = await createSnippet(platform, ada, { name: 'Load', text: 'w', scope: 'shared' })
    await updateSnippet(platform, ada, id, { name: 'Load', text: 'top -b -n 1', description: 'busy?' })
    await deleteSnippet(platform, ada, id)
    const events = await platform.db.auditEvent.findMany({ where: { targetId: id }, orderBy: { seq: 'asc' } })
    expect(events.map((event) => [event.action, JSON.parse(event.detail)])).toMatchObject([
      ['snippet.create', { scope: 'shared', after: { text: 'w' } }],
      ['snippet.update', { before: { text: 'w' }, after: { text: 'top -b -n 1', description: 'busy?' } }],
      ['snippet.delete', { before: { text: 'top -b -n 1' } }],
    ])
  })

  it('are found by their name, what they do and what they say, and sorted', async () => {
    const platform = open()
    const person = await addTestUser(platform, 'operator')
    for (const [name, text, description] of [
      ['b', 'journalctl -u {{unit}}', 'Logs of a unit'],
      ['A', 'ss -tlnp', 'who listens'],
    ]) {
      await createSnippet(platform, person, { name, text, description })
    }
    const own = { scope: 'own' }
    expect(await names(person, own)).toEqual(['A', 'b'])
    expect(await names(person, { ...own, dir: 'desc' })).toEqual(['b', 'A'])
    expect(await names(person, { ...own, q: 'LOGS' })).toEqual(['b'])
    expect(await names(person, { ...own, q: 'ss -tl' })).toEqual(['A'])
    expect(await names(person, { ...own, q: '%' })).toEqual([])
    await expect(names(person, { sort: 'text' })).rejects.toMatchObject({ code: 'invalid-input' })
  })

  it('are refused with a taken name, without text, with control characters, or edited on what is gone', async () => {
    const platform = open()
    const { id } = await createSnippet(platform, olga, { name: 'One', text: '1' })
    await expect(createSnippet(platform, olga, { name: 'ONE', text: '2' })).rejects.toMatchObject({
      code: 'already-exists',
      fields: { name: 'taken' },
    })
    for (const [text, problem] of [
      ['', 'required'],
      [' \n', 'required'],
      ['\u001b[31m', 'control-characters'],
      ['x'.repeat(8001), 'too-long'],
    ]) {
      await expect(createSnippet(platform, olga, { name: 'Two', text })).rejects.toMatchObject({
        fields: { text: problem },
      })
    }
    const before = new Date(0).toISOString()
    await expect(updateSnippet(platform, olga, id, { name: 'One', text: '2', basedOn: before })).rejects.toMatchObject({
      code: 'conflict',
    })
  })

  it('are bounded, and go with the person', async () => {
    const platform = open()
    const person = await addTestUser(platform, 'operator')
    const now = new Date()
    await platform.db.snippet.createMany({
      data: Array.from({ length: maxSnippets }, (_, n) => ({
        id: `${person.id}-${n}`,
        scope: `user:${person.id}`,
        ownerId: person.id,
        name: `n${n}`,
        nameKey: `n${n}`,
        text: 'x',
        description: '',
        runs: false,
        searchKey: '',
        createdAt: now,
        updatedAt: now,
      })),
    })
    await expect(createSnippet(platform, person, { name: 'more', text: 'x' })).rejects.toMatchObject({
      code: 'limit-reached',
    })
    await platform.db.user.delete({ where: { id: person.id } })
    expect(await platform.db.snippet.count({ where: { ownerId: person.id } })).toBe(0)
  })
})
