import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addTestUser, describeEachDatabase } from '../testing/platform'
import { changePane, openTab, splitPane } from './model/tabs'
import { pane, workspaces } from './model/testing'
import { emptyWorkspace } from './model/types'
import { workspaceMaxLength, workspaceSchema } from './schema'
import { loadWorkspace, saveWorkspace } from './store'

describe('the schema', () => {
  it('takes every workspace that a person can make, as it is', () => {
    fc.assert(
      fc.property(workspaces, (workspace) => {
        const text = JSON.stringify(workspace)
        expect(text.length).toBeLessThan(workspaceMaxLength)
        expect(workspaceSchema.parse(JSON.parse(text))).toEqual(JSON.parse(text))
      }),
    )
  })

  const one = openTab(emptyWorkspace, 't', pane('a'))
  it.each([
    ['a password', { ...one, panes: { a: { ...pane('a'), password: 'x' } } }],
    ['another field', { ...one, extra: 1 }],
    ['a pane without a place', { ...one, panes: { ...one.panes, b: pane('b') } }],
    ['a place without its pane', { ...one, panes: {} }],
    ['a tab that is not there', { ...one, active: 'x' }],
    ['a pane twice', { ...one, tabs: [...one.tabs, { ...one.tabs[0], id: 'u' }] }],
    ['an id that is too long', openTab(emptyWorkspace, 't'.repeat(41), pane('a'))],
    ['a title that is too long', changePane(one, 'a', { title: 'x'.repeat(201) })],
    ['what is no session', changePane(one, 'a', { sessionId: 'x' })],
    [
      'a branch of one part',
      { ...one, tabs: [{ ...one.tabs[0], tree: { kind: 'row', parts: [{ kind: 'pane', pane: 'a' }], shares: [1] } }] },
    ],
  ])('refuses %s', (_, workspace) => {
    expect(workspaceSchema.safeParse(workspace).success).toBe(false)
  })
})

describeEachDatabase('the stored workspace', (open) => {
  const first = openTab(emptyWorkspace, 'first', pane('a'))

  it('comes back as it was saved, to its owner alone', async () => {
    const [ann, bob] = [await addTestUser(open(), 'operator'), await addTestUser(open(), 'operator')]
    expect(await loadWorkspace(open(), ann)).toEqual({ workspace: emptyWorkspace, version: 0 })
    const workspace = changePane(splitPane(first, 'a', 'down', pane('b')), 'b', { sessionId: randomUUID() })
    expect(await saveWorkspace(open(), ann, { workspace })).toEqual({ version: 1 })
    expect(await loadWorkspace(open(), ann)).toEqual({ workspace, version: 1 })
    expect(await loadWorkspace(open(), bob)).toEqual({ workspace: emptyWorkspace, version: 0 })
  })

  it('keeps the tabs of several windows that save at once', async () => {
    const ann = await addTestUser(open(), 'operator')
    const windows = ['w1', 'w2', 'w3', 'w4'].map((id) => openTab(emptyWorkspace, id, pane(`${id}-pane`)))
    await Promise.all(windows.map((workspace) => saveWorkspace(open(), ann, { workspace })))
    const stored = await loadWorkspace(open(), ann)
    expect(stored.workspace.tabs.map(({ id }) => id).sort()).toEqual(['w1', 'w2', 'w3', 'w4'])
    expect(stored.version).toBe(4)
  })

  it('forgets the tab that its window has closed, and no other', async () => {
    const ann = await addTestUser(open(), 'operator')
    await saveWorkspace(open(), ann, { workspace: first })
    await saveWorkspace(open(), ann, { workspace: openTab(emptyWorkspace, 'second', pane('b')) })
    await saveWorkspace(open(), ann, { workspace: emptyWorkspace, closed: ['first'] })
    const { workspace } = await loadWorkspace(open(), ann)
    expect(workspace.tabs.map(({ id }) => id)).toEqual(['second'])
    expect(workspace.active).toBe('second')
  })

  it('leaves no audit event, and counts as empty when it can’t be read', async () => {
    const ann = await addTestUser(open(), 'operator')
    const before = await open().db.auditEvent.count()
    await saveWorkspace(open(), ann, { workspace: first })
    expect(await open().db.auditEvent.count()).toBe(before)
    await open().db.workspace.update({ where: { userId: ann.id }, data: { content: '{"tabs":' } })
    expect((await loadWorkspace(open(), ann)).workspace).toEqual(emptyWorkspace)
  })

  it('is for those who open sessions', async () => {
    const auditor = await addTestUser(open(), 'auditor')
    await expect(loadWorkspace(open(), auditor)).rejects.toMatchObject({ code: 'not-allowed' })
    await expect(saveWorkspace(open(), auditor, { workspace: first })).rejects.toMatchObject({ code: 'not-allowed' })
    const ann = await addTestUser(open(), 'operator')
    await expect(saveWorkspace(open(), ann, { workspace: { tabs: 1 } })).rejects.toMatchObject({
      code: 'invalid-input',
    })
  })
})
