'use client'

import { layoutOf, type Rect } from '@/core/workspace/model/geometry'
import { tabOf } from '@/core/workspace/model/tabs'
import type { Side } from '@/core/workspace/model/types'
import { useWorkplace } from './use-workplace'

/** The half of a pane that a dragged one would take. */
export function DropMark() {
  const over = useWorkplace((state) => state.drag?.over)
  const workspace = useWorkplace((state) => state.workspace)
  if (over?.kind !== 'pane') return null
  const tab = tabOf(workspace, over.id)
  const rect = tab && layoutOf(tab.tree).panes.find(({ pane }) => pane === over.id)?.rect
  if (!rect) return null
  const half = halfOf(tab.zoomed ? { x: 0, y: 0, width: 1, height: 1 } : rect, over.side)
  return (
    <div
      aria-hidden
      data-drop-mark={over.side}
      className="pointer-events-none absolute z-20 rounded-sm border-2 border-accent bg-accent/20 transition-[left,top,width,height] duration-100"
      style={{
        left: `${half.x * 100}%`,
        top: `${half.y * 100}%`,
        width: `${half.width * 100}%`,
        height: `${half.height * 100}%`,
      }}
    />
  )
}

function halfOf({ x, y, width, height }: Rect, side: Side): Rect {
  if (side === 'left') return { x, y, width: width / 2, height }
  if (side === 'right') return { x: x + width / 2, y, width: width / 2, height }
  if (side === 'up') return { x, y, width, height: height / 2 }
  return { x, y: y + height / 2, width, height: height / 2 }
}
