import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { faultsOf } from '@/core/workspace/model/faults'
import { openTab, splitPane } from '@/core/workspace/model/tabs'
import { pane, workspaces } from '@/core/workspace/model/testing'
import { emptyWorkspace } from '@/core/workspace/model/types'
import { drop, mayDrop, sideAt } from './drop'

/** `a | b` in one tab, `c` and `d` in one each. */
const workspace = ['c', 'd'].reduce(
  (all, id) => openTab(all, `t${id}`, pane(id)),
  splitPane(openTab(emptyWorkspace, 'tab', pane('a')), 'a', 'right', pane('b')),
)
const order = (all: typeof workspace) => all.tabs.map(({ id }) => id)

describe('dropping', () => {
  it('a tab among the tabs counts the places as they are seen', () => {
    expect(order(drop(workspace, { kind: 'tab', id: 'tab' }, { kind: 'bar', index: 3 }, 'new'))).toEqual([
      'tc',
      'td',
      'tab',
    ])
    expect(order(drop(workspace, { kind: 'tab', id: 'td' }, { kind: 'bar', index: 0 }, 'new'))).toEqual([
      'td',
      'tab',
      'tc',
    ])
    expect(order(drop(workspace, { kind: 'tab', id: 'tc' }, { kind: 'bar', index: 2 }, 'new'))).toEqual(
      order(workspace),
    )
  })

  it('a pane among the tabs gives it one of its own', () => {
    const apart = drop(workspace, { kind: 'pane', id: 'b' }, { kind: 'bar', index: 1 }, 'new')
    expect(order(apart)).toEqual(['tab', 'new', 'tc', 'td'])
  })

  it('a tab of one pane on a pane joins it; one of several does not', () => {
    const joined = drop(workspace, { kind: 'tab', id: 'tc' }, { kind: 'pane', id: 'b', side: 'down' }, 'new')
    expect(order(joined)).toEqual(['tab', 'td'])
    expect(mayDrop(workspace, { kind: 'tab', id: 'tab' }, { kind: 'pane', id: 'c', side: 'down' })).toBe(false)
    expect(mayDrop(workspace, { kind: 'pane', id: 'a' }, { kind: 'pane', id: 'a', side: 'down' })).toBe(false)
  })

  it('never loses or doubles a pane', () => {
    const place = fc.oneof(
      fc.record({ kind: fc.constant('bar' as const), index: fc.nat(50) }),
      fc.record({
        kind: fc.constant('pane' as const),
        id: fc.nat(99).map((n) => `p${n}`),
        side: fc.constantFrom('left' as const, 'right' as const, 'up' as const, 'down' as const),
      }),
    )
    const source = fc.record({ kind: fc.constantFrom('tab' as const, 'pane' as const), n: fc.nat(99) })
    fc.assert(
      fc.property(workspaces, source, place, (before, { kind, n }, to) => {
        const after = drop(before, { kind, id: `${kind === 'tab' ? 't' : 'p'}${n}` }, to, 'new')
        expect(faultsOf(after)).toEqual([])
        expect(Object.keys(after.panes).sort()).toEqual(Object.keys(before.panes).sort())
      }),
    )
  })
})

it('the side is the nearest one, by the proportions of the pane', () => {
  const wide = { left: 100, top: 50, width: 800, height: 100 }
  expect(sideAt(wide, 180, 100)).toBe('left')
  expect(sideAt(wide, 820, 100)).toBe('right')
  expect(sideAt(wide, 500, 60)).toBe('up')
  expect(sideAt(wide, 500, 140)).toBe('down')
})
