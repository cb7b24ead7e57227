import type { Target } from '@/components/terminal/connection'
import { activeTab } from '@/core/workspace/model/tabs'
import { panesOf } from '@/core/workspace/model/tree'
import { emptyWorkspace, type PaneTarget, type Side, type Workspace } from '@/core/workspace/model/types'
import type { PaneFacts } from './pane-link'
import type { RecentPlace, RunningPlace } from './places'

/** What a pane does in this window. Nothing of it is remembered. */
export interface PaneStatus extends Partial<PaneFacts> {
  /** What it opens or has opened. Without it the pane only offers to. */
  target?: Target
  /** What happened in it since it was last looked at. */
  unread?: 'output' | 'bell'
  /** Its session runs, and another page shows it. */
  elsewhere?: boolean
}

export interface WorkplaceState {
  workspace: Workspace
  status: Readonly<Record<string, PaneStatus>>
  /** The panes that are typed into together; empty when none are. */
  broadcast: ReadonlySet<string>
  /** Nothing but the panes. */
  zen: boolean
  /** Whether what was remembered is there. */
  loaded: boolean
  /** Whether the page of the workplace is the one that is shown. */
  shown: boolean
  /** Panes whose closing would end sessions: to be asked about. */
  closing: readonly string[]
  /** The tab whose name is being written. */
  renaming?: string
  /** What is being dragged, and where it would go if it were let go now. */
  drag?: { source: DragSource; over?: DropPlace }
  /** What to offer where nothing is open yet. */
  running: readonly RunningPlace[]
  recent: readonly RecentPlace[]
}

export interface DragSource {
  kind: 'tab' | 'pane'
  id: string
}

/** Among the tabs, before the one at `index`; or at a side of a pane. */
export type DropPlace = { kind: 'bar'; index: number } | { kind: 'pane'; id: string; side: Side }

/** Something to open: where it leads, what it is called, and what is remembered of it. */
export interface Opening {
  /** Undefined: the pane only offers to open. */
  target: Target | undefined
  title: string
  remember: PaneTarget
  sessionId?: string
}

export type Where = 'tab' | Side

export const initialState: WorkplaceState = {
  workspace: emptyWorkspace,
  status: {},
  broadcast: new Set(),
  zen: false,
  loaded: false,
  shown: false,
  closing: [],
  running: [],
  recent: [],
}

/** The phases in which closing a pane takes something away. */
const alive: ReadonlySet<string> = new Set(['open', 'reconnecting', 'authenticating', 'host-key-pending', 'dialing'])

/** The phases in which what is typed goes to a shell, rather than answers a question for a password. */
const typable: ReadonlySet<string> = new Set(['open', 'reconnecting'])

export function isAlive({ status }: WorkplaceState, pane: string): boolean {
  return alive.has(status[pane]?.phase ?? '')
}

export function takesInput({ status }: WorkplaceState, pane: string): boolean {
  return typable.has(status[pane]?.phase ?? '')
}

/** The panes of the shown tab that a broadcast would type into. */
export function broadcastable(state: WorkplaceState): string[] {
  const tab = activeTab(state.workspace)
  return tab ? panesOf(tab.tree).filter((id) => takesInput(state, id)) : []
}
