import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { faultsOf } from './faults'
import { layoutOf, neighbour } from './geometry'
import { mergeWorkspaces } from './merge'
import {
  activeTab,
  changePane,
  closePane,
  equalise,
  focusedPane,
  focusPane,
  focusSide,
  movePaneBeside,
  movePaneToTab,
  moveTab,
  openTab,
  renameTab,
  resize,
  splitPane,
  stepPane,
  stepTab,
  tabOf,
  toggleZoom,
} from './tabs'
import { act, pane, steps, workspaces } from './testing'
import { leastShare, panesOf } from './tree'
import { emptyWorkspace, type Workspace, workspaceLimits } from './types'

describe('whatever a person does', () => {
  it('the workspace stays sound after each step', () => {
    fc.assert(
      fc.property(steps, (all) => {
        all.reduce((workspace, one, serial) => {
          const next = act(workspace, one, serial)
          expect(faultsOf(next)).toEqual([])
          return next
        }, emptyWorkspace)
      }),
    )
  })

  it('panes come by opening and splitting and go by closing alone', () => {
    const makes = new Set(['open', 'split'])
    const takes = new Set(['close', 'closeTab'])
    fc.assert(
      fc.property(steps, (all) => {
        all.reduce((workspace, one, serial) => {
          const next = act(workspace, one, serial)
          const [before, after] = [Object.keys(workspace.panes), Object.keys(next.panes)]
          if (!makes.has(one.verb)) expect(before).toEqual(expect.arrayContaining(after))
          if (!takes.has(one.verb)) expect(after).toEqual(expect.arrayContaining(before))
          return next
        }, emptyWorkspace)
      }),
    )
  })

  it('panes cover their tab without gap or overlap', () => {
    fc.assert(
      fc.property(workspaces, ({ tabs }) => {
        for (const { tree } of tabs) {
          const { panes, dividers } = layoutOf(tree)
          const area = panes.reduce((sum, { rect }) => sum + rect.width * rect.height, 0)
          expect(area).toBeCloseTo(1, 6)
          expect(panes.map((one) => one.pane)).toEqual(panesOf(tree))
          expect(dividers).toHaveLength(panes.length - 1)
          for (const { share, least, most } of dividers) {
            expect(share).toBeGreaterThanOrEqual(least)
            expect(share).toBeLessThanOrEqual(most)
          }
        }
      }),
    )
  })

  it('a divider may stay where it is, whatever the shares beside it round to', () => {
    const leaf = (id: string) => ({ kind: 'pane' as const, pane: id })
    const tree = { kind: 'row' as const, parts: [leaf('a'), leaf('b'), leaf('c')], shares: [0.5, 0.08, 0.42] }
    for (const { share, most } of layoutOf(tree).dividers) expect(share).toBeLessThanOrEqual(most)
  })

  it('what lies to the right of a pane is reached from it, and lies there', () => {
    fc.assert(
      fc.property(workspaces, ({ tabs }) => {
        for (const { tree } of tabs) {
          const { panes } = layoutOf(tree)
          for (const { pane: id, rect } of panes) {
            const right = neighbour(tree, id, 'right')
            const there = panes.find((one) => one.pane === right)?.rect
            if (there) expect(there.x).toBeCloseTo(rect.x + rect.width, 6)
            else expect(rect.x + rect.width).toBeCloseTo(1, 6)
          }
        }
      }),
    )
  })

  it('two windows keep each other’s tabs', () => {
    fc.assert(
      fc.property(workspaces, steps, (stored, all) => {
        const mine = all.reduce((workspace, one, serial) => act(workspace, one, serial + 1000), emptyWorkspace)
        const merged = mergeWorkspaces(mine, stored, [])
        expect(faultsOf(merged)).toEqual([])
        expect(merged.tabs.slice(0, mine.tabs.length)).toEqual(mine.tabs)
        if (mine.tabs.length === 0) expect(merged.tabs).toEqual(stored.tabs)
        expect(mergeWorkspaces(mine, merged, []).tabs).toEqual(merged.tabs)
      }),
    )
  })
})

/** `a | (b / c)` in one tab. */
function three(): Workspace {
  const two = splitPane(openTab(emptyWorkspace, 't', pane('a')), 'a', 'right', pane('b'))
  return splitPane(two, 'b', 'down', pane('c'))
}

describe('splits', () => {
  it('halve the room of the pane they split', () => {
    expect(layoutOf(activeTab(three())?.tree ?? { kind: 'pane', pane: '' }).panes).toEqual([
      { pane: 'a', rect: { x: 0, y: 0, width: 0.5, height: 1 } },
      { pane: 'b', rect: { x: 0.5, y: 0, width: 0.5, height: 0.5 } },
      { pane: 'c', rect: { x: 0.5, y: 0.5, width: 0.5, height: 0.5 } },
    ])
  })

  it('of one axis stay one row', () => {
    const row = splitPane(
      splitPane(openTab(emptyWorkspace, 't', pane('a')), 'a', 'right', pane('c')),
      'c',
      'left',
      pane('b'),
    )
    expect(activeTab(row)?.tree).toMatchObject({ kind: 'row', shares: [0.5, 0.25, 0.25] })
    expect(panesOf(row.tabs[0]?.tree ?? { kind: 'pane', pane: '' })).toEqual(['a', 'b', 'c'])
    expect(activeTab(equalise(row, 't'))?.tree).toMatchObject({ shares: [1 / 3, 1 / 3, 1 / 3] })
  })

  it('give their room back when a pane closes, and the focus goes to the one that took its place', () => {
    const closed = closePane(three(), 'b')
    expect(activeTab(closed)).toMatchObject({
      tree: { kind: 'row', parts: [{ pane: 'a' }, { pane: 'c' }] },
      focus: 'c',
    })
    expect(closePane(closePane(closed, 'c'), 'a')).toEqual(emptyWorkspace)
  })

  it('are resized by their divider, and no part vanishes', () => {
    const tree = (workspace: Workspace) => activeTab(workspace)?.tree
    expect(tree(resize(three(), 't', [], 0, 0.7))).toMatchObject({ shares: [0.7, expect.closeTo(0.3)] })
    expect(tree(resize(three(), 't', [], 0, 5))).toMatchObject({ shares: [1 - leastShare, expect.closeTo(leastShare)] })
    expect(tree(resize(three(), 't', [1], 0, 0.25))).toMatchObject({ parts: [{}, { shares: [0.25, 0.75] }] })
    expect(resize(three(), 't', [7, 7], 3, 0.2)).toEqual(three())
  })
})

describe('the focus', () => {
  it('goes by direction, and stays where there is nothing', () => {
    const left = focusSide(three(), 'left')
    expect(focusedPane(left)?.id).toBe('a')
    expect(focusSide(left, 'left')).toBe(left)
    expect(focusedPane(focusSide(focusPane(three(), 'b'), 'down'))?.id).toBe('c')
  })

  it('goes round panes and tabs', () => {
    expect(focusedPane(stepPane(three(), 1))?.id).toBe('a')
    const two = openTab(three(), 'u', pane('d'))
    expect(two.active).toBe('u')
    expect(stepTab(two, 1).active).toBe('t')
    expect(stepTab(stepTab(two, -1), -1).active).toBe('u')
  })
})

describe('moving', () => {
  it('a pane beside another keeps the pane as it is', () => {
    const before = three()
    const moved = movePaneBeside(before, 'a', 'c', 'right')
    expect(activeTab(moved)?.tree).toMatchObject({
      kind: 'column',
      parts: [{ pane: 'b' }, { kind: 'row', parts: [{ pane: 'c' }, { pane: 'a' }] }],
    })
    expect(moved.panes.a).toBe(before.panes.a)
    expect(focusedPane(moved)?.id).toBe('a')
  })

  it('a pane to a tab of its own, and the last pane takes its tab along', () => {
    const apart = movePaneToTab(three(), 'b', 'u', 0)
    expect(apart.tabs.map(({ id }) => id)).toEqual(['u', 't'])
    expect(apart.active).toBe('u')
    expect(movePaneToTab(apart, 'b', 'v', 1).tabs.map(({ id }) => id)).toEqual(['t', 'u'])
    const back = movePaneBeside(apart, 'b', 'a', 'left')
    expect(back.tabs.map(({ id }) => id)).toEqual(['t'])
  })

  it('tabs keep the one that is shown', () => {
    const two = openTab(three(), 'u', pane('d'))
    expect(moveTab(two, 'u', 0)).toMatchObject({ active: 'u', tabs: [{ id: 'u' }, { id: 't' }] })
    expect(moveTab(two, 't', 99).tabs.map(({ id }) => id)).toEqual(['u', 't'])
  })
})

describe('tabs', () => {
  it('zoom the focused pane, until a split shows all again', () => {
    const zoomed = toggleZoom(three(), 't')
    expect(activeTab(zoomed)?.zoomed).toBe(true)
    expect(activeTab(splitPane(zoomed, 'c', 'down', pane('d')))?.zoomed).toBe(false)
    expect(activeTab(toggleZoom(openTab(emptyWorkspace, 't', pane('a')), 't'))?.zoomed).toBeUndefined()
  })

  it('take a name, cut to its length, and lose it again', () => {
    const named = renameTab(three(), 't', ` ${'名'.repeat(100)} `)
    expect([...(activeTab(named)?.name ?? '')]).toHaveLength(workspaceLimits.name)
    expect(activeTab(renameTab(named, 't', '  '))).not.toHaveProperty('name')
  })

  it('are refused beyond the limit, and so are panes', () => {
    const full = Array.from({ length: workspaceLimits.tabs + 5 }).reduce<Workspace>(
      (all, _, i) => openTab(all, `t${i}`, pane(`p${i}`)),
      emptyWorkspace,
    )
    expect(full.tabs).toHaveLength(workspaceLimits.tabs)
    const split = Array.from({ length: 40 }).reduce<Workspace>(
      (all, _, i) => splitPane(all, 'a', 'right', pane(`p${i}`)),
      three(),
    )
    expect(Object.keys(split.panes)).toHaveLength(workspaceLimits.panesPerTab)
  })

  it('know their panes', () => {
    expect(tabOf(three(), 'c')?.id).toBe('t')
    expect(changePane(three(), 'c', { sessionId: 's' }).panes.c).toMatchObject({ id: 'c', sessionId: 's' })
    expect(changePane(three(), 'zz', { title: 'x' })).toEqual(three())
  })
})
