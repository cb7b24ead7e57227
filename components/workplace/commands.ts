import { neighbour } from '@/core/workspace/model/geometry'
import {
  activeTab,
  equalise,
  focusedPane,
  focusSide,
  movePaneBeside,
  movePaneToTab,
  moveTab,
  stepPane,
  stepTab,
  toggleZoom,
} from '@/core/workspace/model/tabs'
import { panesOf } from '@/core/workspace/model/tree'
import type { Side } from '@/core/workspace/model/types'
import { broadcastable } from './state'
import type { WorkplaceStore } from './store'

export const commandIds = [
  'palette',
  'splitRight',
  'splitDown',
  'closePane',
  'closeTab',
  'nextTab',
  'previousTab',
  'nextPane',
  'previousPane',
  'focusLeft',
  'focusRight',
  'focusUp',
  'focusDown',
  'moveLeft',
  'moveRight',
  'moveUp',
  'moveDown',
  'paneToTab',
  'tabLeft',
  'tabRight',
  'renameTab',
  'equalise',
  'zoom',
  'zen',
  'broadcast',
] as const
export type CommandId = (typeof commandIds)[number]

/** What a command needs beyond the workplace itself. */
export interface CommandContext {
  store: WorkplaceStore
  openPalette: () => void
  newId: () => string
  /** There is no room for another tab or pane. */
  full: () => void
}

interface Command {
  /** Whether it would do anything now. */
  possible: (store: WorkplaceStore) => boolean
  run: (context: CommandContext) => void
}

const hasTab = (store: WorkplaceStore) => store.get().workspace.active !== undefined
const hasTabs = (store: WorkplaceStore) => store.get().workspace.tabs.length > 1
const hasSplit = (store: WorkplaceStore) => activeTab(store.get().workspace)?.tree.kind !== 'pane' && hasTab(store)

const split = (side: 'right' | 'down'): Command => ({
  possible: (store) => {
    const pane = focusedPane(store.get().workspace)
    return pane !== undefined && store.mayDuplicate(pane)
  },
  run: ({ store, full, openPalette }) => {
    const pane = focusedPane(store.get().workspace)
    if (!pane) return
    // What can't be opened a second time: another host goes beside it.
    if (!store.mayDuplicate(pane)) openPalette()
    else if (!store.duplicate(pane.id, side)) full()
  },
})

const focus = (side: Side): Command => ({
  possible: hasSplit,
  run: ({ store }) => store.changeAndFocus((workspace) => focusSide(workspace, side)),
})

const stepTabs = (by: number): Command => ({
  possible: hasTabs,
  run: ({ store }) => store.changeAndFocus((workspace) => stepTab(workspace, by)),
})

const stepPanes = (by: number): Command => ({
  possible: hasSplit,
  run: ({ store }) => store.changeAndFocus((workspace) => stepPane(workspace, by)),
})

/** Moves the focused pane past its neighbour on a side. */
const move = (side: Side): Command => {
  const beside = (store: WorkplaceStore) => {
    const tab = activeTab(store.get().workspace)
    return tab && neighbour(tab.tree, tab.focus, side)
  }
  return {
    possible: (store) => beside(store) !== undefined,
    run: ({ store }) => {
      const [other, pane] = [beside(store), focusedPane(store.get().workspace)]
      if (other && pane) store.changeAndFocus((workspace) => movePaneBeside(workspace, pane.id, other, side))
    },
  }
}

const shiftTab = (by: number): Command => {
  const place = (store: WorkplaceStore) => {
    const { tabs, active } = store.get().workspace
    return { tabs, at: tabs.findIndex(({ id }) => id === active) }
  }
  return {
    possible: (store) => {
      const { tabs, at } = place(store)
      return at >= 0 && tabs[at + by] !== undefined
    },
    run: ({ store }) => {
      const { tabs, at } = place(store)
      const tab = tabs[at]
      if (tab) store.changeAndFocus((workspace) => moveTab(workspace, tab.id, at + by))
    },
  }
}

/** What keys, menus and the palette can ask of the workplace. */
export const commands: Record<CommandId, Command> = {
  palette: { possible: () => true, run: ({ openPalette }) => openPalette() },
  splitRight: split('right'),
  splitDown: split('down'),
  closePane: {
    possible: hasTab,
    run: ({ store }) => {
      const pane = focusedPane(store.get().workspace)
      if (pane) store.close([pane.id])
    },
  },
  closeTab: {
    possible: hasTab,
    run: ({ store }) => {
      const tab = activeTab(store.get().workspace)
      if (tab) store.close(panesOf(tab.tree))
    },
  },
  nextTab: stepTabs(1),
  previousTab: stepTabs(-1),
  nextPane: stepPanes(1),
  previousPane: stepPanes(-1),
  focusLeft: focus('left'),
  focusRight: focus('right'),
  focusUp: focus('up'),
  focusDown: focus('down'),
  moveLeft: move('left'),
  moveRight: move('right'),
  moveUp: move('up'),
  moveDown: move('down'),
  tabLeft: shiftTab(-1),
  tabRight: shiftTab(1),
  renameTab: { possible: hasTab, run: ({ store }) => store.setRenaming(store.get().workspace.active) },
  paneToTab: {
    possible: hasSplit,
    run: ({ store, newId }) =>
      store.changeAndFocus((workspace) => {
        const tab = activeTab(workspace)
        return tab ? movePaneToTab(workspace, tab.focus, newId(), workspace.tabs.indexOf(tab) + 1) : workspace
      }),
  },
  equalise: {
    possible: hasSplit,
    run: ({ store }) =>
      store.changeAndFocus((workspace) => (workspace.active ? equalise(workspace, workspace.active) : workspace)),
  },
  zoom: {
    possible: hasSplit,
    run: ({ store }) =>
      store.changeAndFocus((workspace) => (workspace.active ? toggleZoom(workspace, workspace.active) : workspace)),
  },
  zen: { possible: hasTab, run: ({ store }) => store.setZen(!store.get().zen) },
  broadcast: {
    possible: (store) => store.get().broadcast.size > 0 || broadcastable(store.get()).length > 1,
    run: ({ store }) => store.toggleBroadcast(),
  },
}
