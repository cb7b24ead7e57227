import fc from 'fast-check'
import {
  activeTab,
  closePane,
  closeTab,
  equalise,
  focusPane,
  focusSide,
  movePaneBeside,
  movePaneToTab,
  moveTab,
  openTab,
  renameTab,
  resize,
  showTab,
  splitPane,
  stepPane,
  stepTab,
  toggleZoom,
} from './tabs'
import { emptyWorkspace, type Pane, type Side, type Workspace } from './types'

/** One thing a person does; numbers pick among what is there. */
export interface Step {
  verb: (typeof verbs)[number]
  a: number
  b: number
  side: Side
  share: number
}

const verbs = [
  'open',
  'split',
  'split',
  'split',
  'close',
  'closeTab',
  'focus',
  'focusSide',
  'stepTab',
  'stepPane',
  'moveBeside',
  'moveToTab',
  'moveTab',
  'resize',
  'equalise',
  'zoom',
  'rename',
  'show',
] as const

export const step: fc.Arbitrary<Step> = fc.record({
  verb: fc.constantFrom(...verbs),
  a: fc.nat(1000),
  b: fc.nat(1000),
  side: fc.constantFrom('left', 'right', 'up', 'down'),
  share: fc.double({ min: -1, max: 2, noNaN: true }),
})

export const steps = fc.array(step, { maxLength: 120 })

export function pane(id: string): Pane {
  return { id, target: { kind: 'account', accountId: `account-${id}` }, title: `ann@${id}` }
}

/** Does one step; `serial` makes new ids. */
export function act(workspace: Workspace, { verb, a, b, side, share }: Step, serial: number): Workspace {
  const panes = Object.keys(workspace.panes)
  const pick = (n: number) => panes[n % Math.max(panes.length, 1)] ?? 'none'
  const tab = workspace.tabs[a % Math.max(workspace.tabs.length, 1)]?.id ?? 'none'
  const path = activeTab(workspace)?.tree.kind === 'pane' ? [] : [b % 3].slice(0, a % 2)
  switch (verb) {
    case 'open':
      return openTab(workspace, `t${serial}`, pane(`p${serial}`))
    case 'split':
      return splitPane(workspace, pick(a), side, pane(`p${serial}`))
    case 'close':
      return closePane(workspace, pick(a))
    case 'closeTab':
      return closeTab(workspace, tab)
    case 'focus':
      return focusPane(workspace, pick(a))
    case 'focusSide':
      return focusSide(workspace, side)
    case 'stepTab':
      return stepTab(workspace, (a % 5) - 2)
    case 'stepPane':
      return stepPane(workspace, (a % 5) - 2)
    case 'moveBeside':
      return movePaneBeside(workspace, pick(a), pick(b), side)
    case 'moveToTab':
      return movePaneToTab(workspace, pick(a), `t${serial}`, b % 7)
    case 'moveTab':
      return moveTab(workspace, tab, (b % 50) - 2)
    case 'resize':
      return resize(workspace, tab, path, b % 3, share)
    case 'equalise':
      return equalise(workspace, tab, a % 2 ? path : undefined)
    case 'zoom':
      return toggleZoom(workspace, tab)
    case 'rename':
      return renameTab(workspace, tab, b % 2 ? '' : ` name ${b} `)
    case 'show':
      return showTab(workspace, tab)
  }
}

/** A workspace that many steps have made. */
export const workspaces: fc.Arbitrary<Workspace> = steps.map((all) => all.reduce(act, emptyWorkspace))
