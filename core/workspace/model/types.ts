/** Side by side, or one above the other. */
export type Axis = 'row' | 'column'

export type Side = 'left' | 'right' | 'up' | 'down'

/** What a pane opens. Known by its session alone: quick connect and what was attached; there is nothing to dial again. */
export type PaneTarget = { kind: 'account'; accountId: string; hostId?: string } | { kind: 'session' }

/** One terminal's place. Holds no secret: what it needs to open again is looked up on the server. */
export interface Pane {
  id: string
  target: PaneTarget
  /** The session it shows or showed last; it may have ended. */
  sessionId?: string
  /** `login@host` when it was opened. */
  title: string
}

export interface Leaf {
  kind: 'pane'
  pane: string
}

/** Two or more parts, none of them a branch of the same axis, with their shares of the whole (which add up to 1). */
export interface Branch {
  kind: Axis
  parts: SplitTree[]
  shares: number[]
}

export type SplitTree = Leaf | Branch

export interface Tab {
  id: string
  /** Given by the person; without one the tab is called as its pane is. */
  name?: string
  tree: SplitTree
  /** The pane that has the focus when the tab is shown. */
  focus: string
  /** Whether that pane alone fills the tab. */
  zoomed?: boolean
}

/** The whole workplace: tabs in order, which one is shown, and every pane that stands in one of them. */
export interface Workspace {
  tabs: Tab[]
  active?: string
  panes: Record<string, Pane>
}

export const emptyWorkspace: Workspace = { tabs: [], panes: {} }

/** As much as a person can use, and little enough to store and draw. */
export const workspaceLimits = { tabs: 40, panesPerTab: 16, panes: 64, title: 200, name: 60 } as const
