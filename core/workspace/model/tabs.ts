import { neighbour } from './geometry'
import { equaliseAll, equaliseBranch, insertBeside, leaf, moveDivider, type Path, panesOf, removePane } from './tree'
import { type Pane, type Side, type Tab, type Workspace, workspaceLimits } from './types'

/** The tab that is shown. */
export function activeTab({ tabs, active }: Workspace): Tab | undefined {
  return tabs.find(({ id }) => id === active)
}

export function tabOf({ tabs }: Workspace, pane: string): Tab | undefined {
  return tabs.find(({ tree }) => panesOf(tree).includes(pane))
}

/** The pane that has the focus in the tab that is shown. */
export function focusedPane(workspace: Workspace): Pane | undefined {
  const tab = activeTab(workspace)
  return tab && workspace.panes[tab.focus]
}

export function roomForTab({ tabs, panes }: Workspace): boolean {
  return tabs.length < workspaceLimits.tabs && Object.keys(panes).length < workspaceLimits.panes
}

export function roomForPane({ panes }: Workspace, tab: Tab): boolean {
  return panesOf(tab.tree).length < workspaceLimits.panesPerTab && Object.keys(panes).length < workspaceLimits.panes
}

/** Adds a tab with one pane after the one that is shown, and shows it. Unchanged when there is no room. */
export function openTab(workspace: Workspace, id: string, pane: Pane): Workspace {
  if (!roomForTab(workspace)) return workspace
  const at = workspace.tabs.findIndex((tab) => tab.id === workspace.active) + 1 || workspace.tabs.length
  const tab: Tab = { id, tree: leaf(pane.id), focus: pane.id }
  return {
    tabs: workspace.tabs.toSpliced(at, 0, tab),
    active: id,
    panes: { ...workspace.panes, [pane.id]: pane },
  }
}

/** Puts a new pane beside another and gives it the focus. Unchanged when there is no room. */
export function splitPane(workspace: Workspace, beside: string, side: Side, pane: Pane): Workspace {
  const tab = tabOf(workspace, beside)
  if (!tab || !roomForPane(workspace, tab)) return workspace
  const split = { ...tab, tree: insertBeside(tab.tree, beside, side, pane.id), focus: pane.id, zoomed: false }
  return { ...withTab(workspace, split), active: tab.id, panes: { ...workspace.panes, [pane.id]: pane } }
}

/** Takes a pane away; with its last pane a tab goes too, and the next one is shown. */
export function closePane(workspace: Workspace, pane: string): Workspace {
  const { [pane]: gone, ...panes } = workspace.panes
  return gone ? { ...withoutPane(workspace, pane), panes } : workspace
}

export function closeTab(workspace: Workspace, id: string): Workspace {
  const tab = workspace.tabs.find((one) => one.id === id)
  return tab ? panesOf(tab.tree).reduce(closePane, workspace) : workspace
}

/** Shows a pane's tab and gives the pane the focus; a zoomed tab then shows this pane. */
export function focusPane(workspace: Workspace, pane: string): Workspace {
  const tab = tabOf(workspace, pane)
  if (!tab || (tab.focus === pane && tab.id === workspace.active)) return workspace
  return { ...withTab(workspace, { ...tab, focus: pane }), active: tab.id }
}

export function showTab(workspace: Workspace, id: string): Workspace {
  const there = id !== workspace.active && workspace.tabs.some((tab) => tab.id === id)
  return there ? { ...workspace, active: id } : workspace
}

/** Shows the tab that many places further, round the end. */
export function stepTab(workspace: Workspace, by: number): Workspace {
  const at = workspace.tabs.findIndex((tab) => tab.id === workspace.active)
  const next = workspace.tabs[around(at + by, workspace.tabs.length)]
  return next ? showTab(workspace, next.id) : workspace
}

/** Gives the focus to the pane that many places further in the tab, round the end. */
export function stepPane(workspace: Workspace, by: number): Workspace {
  const tab = activeTab(workspace)
  if (!tab) return workspace
  const panes = panesOf(tab.tree)
  const next = panes[around(panes.indexOf(tab.focus) + by, panes.length)]
  return next ? focusPane(workspace, next) : workspace
}

/** Gives the focus to the pane on that side of the focused one, if there is one. */
export function focusSide(workspace: Workspace, side: Side): Workspace {
  const tab = activeTab(workspace)
  const next = tab && neighbour(tab.tree, tab.focus, side)
  return next ? focusPane(workspace, next) : workspace
}

/** Moves a pane to the side of another, in the same tab or another one. Unchanged when there is no room. */
export function movePaneBeside(workspace: Workspace, pane: string, beside: string, side: Side): Workspace {
  const [from, to, moved] = [tabOf(workspace, pane), tabOf(workspace, beside), workspace.panes[pane]]
  if (!from || !to || !moved || pane === beside) return workspace
  if (from.id !== to.id && !roomForPane(withoutCount(workspace, pane), to)) return workspace
  const without = closePane(workspace, pane)
  const tab = tabOf(without, beside)
  if (!tab) return workspace
  const grown = { ...tab, tree: insertBeside(tab.tree, beside, side, pane), focus: pane, zoomed: false }
  return { ...withTab(without, grown), active: tab.id, panes: { ...without.panes, [pane]: moved } }
}

/** Moves a pane to a tab of its own at a place among the tabs. A pane that is alone in its tab takes the tab along. */
export function movePaneToTab(workspace: Workspace, pane: string, id: string, index: number): Workspace {
  const [from, moved] = [tabOf(workspace, pane), workspace.panes[pane]]
  if (!from || !moved) return workspace
  if (from.tree.kind === 'pane') return moveTab(workspace, from.id, index)
  if (workspace.tabs.length >= workspaceLimits.tabs) return workspace
  const without = withoutPane(workspace, pane)
  const tab: Tab = { id, tree: leaf(pane), focus: pane }
  return { ...without, tabs: without.tabs.toSpliced(clamp(index, without.tabs.length), 0, tab), active: id }
}

/** Moves a tab so that it stands at `index` among the others. */
export function moveTab(workspace: Workspace, id: string, index: number): Workspace {
  const tab = workspace.tabs.find((one) => one.id === id)
  if (!tab) return workspace
  const others = workspace.tabs.filter((one) => one.id !== id)
  return { ...workspace, tabs: others.toSpliced(clamp(index, others.length), 0, tab) }
}

/** Moves the divider after a part of a branch: see {@link moveDivider}. */
export function resize(workspace: Workspace, id: string, path: Path, index: number, share: number): Workspace {
  return changeTab(workspace, id, (tab) => ({ ...tab, tree: moveDivider(tab.tree, path, index, share) }))
}

/** Gives the parts of one branch, or without a path of every branch, the same room. */
export function equalise(workspace: Workspace, id: string, path?: Path): Workspace {
  return changeTab(workspace, id, (tab) => ({
    ...tab,
    tree: path ? equaliseBranch(tab.tree, path) : equaliseAll(tab.tree),
  }))
}

/** Lets the focused pane fill its tab, or gives the others their room back. A tab of one pane stays as it is. */
export function toggleZoom(workspace: Workspace, id: string): Workspace {
  return changeTab(workspace, id, (tab) => (tab.tree.kind === 'pane' ? tab : { ...tab, zoomed: !tab.zoomed }))
}

/** Names a tab; an empty name gives it back the one of its pane. */
export function renameTab(workspace: Workspace, id: string, name: string): Workspace {
  const cut = [...name.trim()].slice(0, workspaceLimits.name).join('')
  return changeTab(workspace, id, ({ name: _, ...tab }) => (cut ? { ...tab, name: cut } : tab))
}

/** Changes what is known of a pane: its session, its title, what it opens. */
export function changePane(workspace: Workspace, id: string, change: Partial<Omit<Pane, 'id'>>): Workspace {
  const pane = workspace.panes[id]
  return pane ? { ...workspace, panes: { ...workspace.panes, [id]: { ...pane, ...change } } } : workspace
}

function changeTab(workspace: Workspace, id: string, change: (tab: Tab) => Tab): Workspace {
  const tab = workspace.tabs.find((one) => one.id === id)
  return tab ? withTab(workspace, change(tab)) : workspace
}

function withTab(workspace: Workspace, tab: Tab): Workspace {
  return { ...workspace, tabs: workspace.tabs.map((one) => (one.id === tab.id ? tab : one)) }
}

/** The tabs without a pane, which stays in `panes`. */
function withoutPane(workspace: Workspace, pane: string): Workspace {
  const tab = tabOf(workspace, pane)
  if (!tab) return workspace
  const tree = removePane(tab.tree, pane)
  if (tree) {
    const order = panesOf(tab.tree)
    const left = panesOf(tree)
    const next = left[Math.min(order.indexOf(pane), left.length - 1)] ?? tab.focus
    const focus = tab.focus === pane ? next : tab.focus
    const zoomed = tab.zoomed && tree.kind !== 'pane' && tab.focus !== pane
    return withTab(workspace, { ...tab, tree, focus, zoomed })
  }
  const at = workspace.tabs.indexOf(tab)
  const { active: _, ...rest } = { ...workspace, tabs: workspace.tabs.toSpliced(at, 1) }
  const active = workspace.active === tab.id ? rest.tabs[Math.min(at, rest.tabs.length - 1)]?.id : workspace.active
  return active ? { ...rest, active } : rest
}

/** For counting alone: as if the pane weren't there. */
function withoutCount(workspace: Workspace, pane: string): Workspace {
  const { [pane]: _, ...panes } = workspace.panes
  return { ...workspace, panes }
}

function around(at: number, length: number): number {
  return length === 0 ? 0 : ((at % length) + length) % length
}

function clamp(index: number, most: number): number {
  return Math.min(Math.max(Math.trunc(index) || 0, 0), most)
}
