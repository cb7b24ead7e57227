import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { closeTab, openTab, showTab } from '@/core/workspace/model/tabs'
import { pane } from '@/core/workspace/model/testing'
import { emptyWorkspace, type Workspace } from '@/core/workspace/model/types'
import { Saving } from './saving'
import { WorkplaceStore } from './store'

const remembered = openTab(openTab(emptyWorkspace, 'one', pane('a')), 'two', pane('b'))
let sent: { workspace: Workspace; closed: string[] }[]
let outcome: 'saved' | 'refused' | 'failed'
let store: WorkplaceStore
let saving: Saving

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('document', Object.assign(new EventTarget(), { visibilityState: 'visible' }))
  vi.stubGlobal('requestAnimationFrame', () => 0)
  sent = []
  outcome = 'saved'
  store = new WorkplaceStore(() => 'id')
  saving = new Saving(store, async (body) => {
    sent.push(body)
    return outcome
  })
})

afterEach(() => {
  saving.stop()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

it('what was loaded is not saved again, and changes that follow each other are saved together', async () => {
  store.load(remembered, [], new Set())
  await vi.runAllTimersAsync()
  expect(sent).toEqual([])
  store.change((workspace) => showTab(workspace, 'one'))
  store.change((workspace) => closeTab(workspace, 'two'))
  await vi.runAllTimersAsync()
  expect(sent).toEqual([{ workspace: closeTab(showTab(remembered, 'one'), 'two'), closed: ['two'] }])
})

it('what fails is tried again with all that was closed since, what is refused is not', async () => {
  store.load(remembered, [], new Set())
  outcome = 'failed'
  store.change((workspace) => closeTab(workspace, 'two'))
  await vi.advanceTimersByTimeAsync(600)
  outcome = 'saved'
  await vi.runAllTimersAsync()
  expect(sent.map(({ closed }) => closed)).toEqual([['two'], ['two']])
  outcome = 'refused'
  store.change((workspace) => closeTab(workspace, 'one'))
  await vi.runAllTimersAsync()
  expect(sent).toHaveLength(3)
})

it('saves at once when the page goes', async () => {
  store.load(remembered, [], new Set())
  store.change((workspace) => showTab(workspace, 'one'))
  Object.assign(document, { visibilityState: 'hidden' })
  document.dispatchEvent(new Event('visibilitychange'))
  expect(sent).toHaveLength(1)
})
