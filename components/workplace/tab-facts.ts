import { panesOf } from '@/core/workspace/model/tree'
import type { Tab } from '@/core/workspace/model/types'
import type { WorkplaceState } from './state'

export type TabMark = 'waiting' | 'opening' | 'open' | 'ended' | 'failed'

/** What a tab shows of the panes in it. */
export interface TabFacts {
  title: string
  /** What the host in the pane with the focus says is going on there; empty when it says nothing. */
  hostTitle: string
  panes: number
  mark: TabMark
  unread: 'output' | 'bell' | undefined
  broadcast: boolean
}

const marks: Record<string, TabMark> = {
  open: 'open',
  reconnecting: 'opening',
  closed: 'ended',
  failed: 'failed',
  'taken-over': 'waiting',
}

/** A tab is called as the person named it, else as the pane that has its focus, whose state it shows too. */
export function tabFacts(tab: Tab, { workspace, status, broadcast }: WorkplaceState): TabFacts {
  const panes = panesOf(tab.tree)
  const unread = panes.flatMap((id) => status[id]?.unread ?? [])
  const focus = status[tab.focus]
  return {
    title: tab.name ?? workspace.panes[tab.focus]?.title ?? '',
    hostTitle: focus?.hostTitle ?? '',
    panes: panes.length,
    mark: focus?.target ? (marks[focus.phase ?? ''] ?? 'opening') : 'waiting',
    unread: unread.includes('bell') ? 'bell' : unread[0],
    broadcast: panes.some((id) => broadcast.has(id)),
  }
}
