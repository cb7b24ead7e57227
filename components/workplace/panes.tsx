'use client'

import { useMemo, useRef } from 'react'
import { type Divider, layoutOf, type Rect, whole } from '@/core/workspace/model/geometry'
import { panesOf } from '@/core/workspace/model/tree'
import type { Workspace } from '@/core/workspace/model/types'
import { Dividers } from './dividers'
import { DropMark } from './drop-mark'
import { PaneFrame } from './pane-frame'
import { useIntent } from './use-intent'
import { useWorkplace } from './use-workplace'

interface Placed {
  id: string
  rect: Rect
  visible: boolean
  /** Whether others stand beside it. */
  split: boolean
}

/**
 * Every pane of every tab in one flat list, placed by its rectangle: a split, a move or another tab changes where a pane
 * stands and never makes it anew, so its terminal keeps its text. What isn't shown keeps its size out of sight.
 */
export function Panes({ narrow }: { narrow: boolean }) {
  const workspace = useWorkplace((state) => state.workspace)
  const room = useRef<HTMLDivElement>(null)
  const intent = useIntent()
  const { panes, dividers } = useMemo(() => place(workspace, narrow), [workspace, narrow])
  return (
    <div ref={room} data-panes="" className="relative min-h-0 flex-1 overflow-hidden" hidden={panes.length === 0}>
      {panes.map((pane) => (
        <PaneFrame key={pane.id} {...pane} intent={intent} />
      ))}
      <Dividers room={room} dividers={dividers} tab={workspace.active} />
      <DropMark />
    </div>
  )
}

function place({ tabs, active, panes }: Workspace, narrow: boolean): { panes: Placed[]; dividers: Divider[] } {
  const placed = new Map<string, Placed>()
  let dividers: Divider[] = []
  for (const { id: tab, tree, focus, zoomed } of tabs) {
    const alone = narrow || zoomed === true
    const layout = layoutOf(tree)
    for (const { pane: id, rect } of layout.panes) {
      const fills = alone && id === focus
      placed.set(id, {
        id,
        rect: fills || narrow ? whole : rect,
        visible: tab === active && (!alone || fills),
        split: !alone && panesOf(tree).length > 1,
      })
    }
    if (tab === active && !alone) dividers = layout.dividers
  }
  // In the order in which they were opened, whatever is moved: an element that changes its place is made anew by some browsers.
  const order = Object.keys(panes).sort()
  return { panes: order.flatMap((id) => placed.get(id) ?? []), dividers }
}
