import { panesOf } from './tree'
import { type Workspace, workspaceLimits } from './types'

/**
 * What to keep when a window saves: its own tabs as they are, then those that other windows have stored and this one
 * neither shows nor has closed, as long as there is room. So no window takes away another's tabs, and of a tab that
 * two windows show the last that saves it counts.
 */
export function mergeWorkspaces(mine: Workspace, stored: Workspace, closedHere: readonly string[]): Workspace {
  const tabs = [...mine.tabs]
  const panes = { ...mine.panes }
  const known = new Set([...mine.tabs.map(({ id }) => id), ...closedHere])
  for (const tab of stored.tabs) {
    const members = panesOf(tab.tree)
    // A pane that was moved here is mine, and its old tab's rest comes back when the window that shows it saves.
    if (known.has(tab.id) || members.some((pane) => panes[pane])) continue
    if (tabs.length >= workspaceLimits.tabs) break
    if (Object.keys(panes).length + members.length > workspaceLimits.panes) break
    tabs.push(tab)
    for (const id of members) {
      const pane = stored.panes[id]
      if (pane) panes[id] = pane
    }
  }
  const active = mine.active ?? tabs[0]?.id
  return active ? { tabs, panes, active } : { tabs, panes }
}
