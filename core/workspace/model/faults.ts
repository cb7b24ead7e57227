import { panesOf } from './tree'
import { type SplitTree, type Workspace, workspaceLimits } from './types'

/** What is wrong with a workspace: every rule that it breaks, in words for a log. A sound one breaks none. */
export function faultsOf({ tabs, active, panes }: Workspace): string[] {
  const faults: string[] = []
  const placed = tabs.flatMap(({ tree }) => panesOf(tree))
  const say = (broken: boolean, fault: string) => broken && faults.push(fault)
  say(tabs.length > workspaceLimits.tabs, 'too many tabs')
  say(placed.length > workspaceLimits.panes, 'too many panes')
  say(new Set(tabs.map(({ id }) => id)).size !== tabs.length, 'two tabs of one id')
  say(new Set(placed).size !== placed.length, 'a pane stands twice')
  say(
    placed.some((pane) => panes[pane]?.id !== pane),
    'a place without its pane',
  )
  say(Object.keys(panes).length !== new Set(placed).size, 'a pane without a place')
  say(tabs.length > 0 ? !tabs.some(({ id }) => id === active) : active !== undefined, 'no such tab to show')
  for (const { tree, focus, zoomed } of tabs) {
    say(panesOf(tree).length > workspaceLimits.panesPerTab, 'too many panes in a tab')
    say(!panesOf(tree).includes(focus), 'the focus is in another tab')
    say(zoomed === true && tree.kind === 'pane', 'nothing to zoom')
    faults.push(...treeFaults(tree))
  }
  return faults
}

function treeFaults(tree: SplitTree): string[] {
  if (tree.kind === 'pane') return []
  const { kind, parts, shares } = tree
  const faults = parts.flatMap(treeFaults)
  if (parts.length < 2) faults.push('a branch of one part')
  if (parts.some((part) => part.kind === kind)) faults.push('a branch inside one of its own axis')
  if (shares.length !== parts.length || shares.some((share) => !(share > 0))) faults.push('a part without a share')
  if (Math.abs(shares.reduce((sum, share) => sum + share, 0) - 1) > 1e-6) faults.push('shares that do not add up')
  return faults
}
