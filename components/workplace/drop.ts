import { movePaneBeside, movePaneToTab, moveTab, tabOf } from '@/core/workspace/model/tabs'
import type { Side, Workspace } from '@/core/workspace/model/types'
import type { DragSource, DropPlace } from './state'

/** Whether something that is dragged may be let go there: not on itself, and a tab of several panes only among the tabs. */
export function mayDrop({ tabs }: Workspace, source: DragSource, place: DropPlace): boolean {
  if (place.kind === 'bar') return true
  if (source.kind === 'pane') return source.id !== place.id
  const tree = tabs.find(({ id }) => id === source.id)?.tree
  return tree?.kind === 'pane' && tree.pane !== place.id
}

/** The workspace after the drop. `newId` names the tab that a pane gets for itself. */
export function drop(workspace: Workspace, source: DragSource, place: DropPlace, newId: string): Workspace {
  if (!mayDrop(workspace, source, place)) return workspace
  const tab = source.kind === 'tab' ? workspace.tabs.find(({ id }) => id === source.id) : tabOf(workspace, source.id)
  if (!tab) return workspace
  const pane = source.kind === 'pane' ? source.id : tab.focus
  if (place.kind === 'pane') return movePaneBeside(workspace, pane, place.id, place.side)
  const whole = source.kind === 'tab' || tab.tree.kind === 'pane'
  if (!whole) return movePaneToTab(workspace, pane, newId, place.index)
  const at = workspace.tabs.indexOf(tab)
  return moveTab(workspace, tab.id, place.index > at ? place.index - 1 : place.index)
}

/** The side of a rectangle to which a point in it is nearest, by its own proportions. */
export function sideAt(rect: { left: number; top: number; width: number; height: number }, x: number, y: number): Side {
  const [dx, dy] = [(x - rect.left) / rect.width, (y - rect.top) / rect.height]
  const distances: [Side, number][] = [
    ['left', dx],
    ['right', 1 - dx],
    ['up', dy],
    ['down', 1 - dy],
  ]
  return distances.reduce((best, one) => (one[1] < best[1] ? one : best))[0]
}
