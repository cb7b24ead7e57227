'use client'

import { type CSSProperties, memo, type RefObject } from 'react'
import { classes } from '@/components/ui/classes'
import type { Rect } from '@/core/workspace/model/geometry'
import { activeTab, focusPane } from '@/core/workspace/model/tabs'
import { BroadcastMark } from './broadcast-mark'
import { PaneOffer } from './pane-offer'
import { PaneTerminal } from './pane-terminal'
import { useWorkplace, useWorkplaceStore } from './use-workplace'

interface PaneFrameProps {
  id: string
  rect: Rect
  visible: boolean
  split: boolean
  /** Whether the person moves the focus just now. */
  intent: RefObject<boolean>
}

const percent = (part: number) => `${part * 100}%`

/** A pane at its place: its terminal, or the offer to open one, and what is marked on it. */
export const PaneFrame = memo(function PaneFrame({ id, rect, visible, split, intent }: PaneFrameProps) {
  const store = useWorkplaceStore()
  const pane = useWorkplace((state) => state.workspace.panes[id])
  const target = useWorkplace((state) => state.status[id]?.target)
  const focused = useWorkplace((state) => activeTab(state.workspace)?.focus === id)
  if (!pane) return null
  const style: CSSProperties = {
    left: percent(rect.x),
    top: percent(rect.y),
    width: percent(rect.width),
    height: percent(rect.height),
  }
  return (
    <section
      data-pane={id}
      data-focused={visible && focused ? '' : undefined}
      inert={!visible}
      style={style}
      className={classes(
        'absolute overflow-hidden bg-terminal',
        // Out of sight, and in its size: nothing is drawn anew when it comes back.
        !visible && 'invisible -translate-x-[200vw]',
      )}
      onPointerDownCapture={() => store.change((workspace) => focusPane(workspace, id))}
      onFocusCapture={() => {
        if (focused) return
        if (intent.current) store.change((workspace) => focusPane(workspace, id))
        else store.focusTerminal()
      }}
    >
      {target ? <PaneTerminal pane={pane} target={target} /> : <PaneOffer pane={pane} />}
      {split && focused && (
        <span aria-hidden className="pointer-events-none absolute inset-x-0 top-0 h-0.5 bg-accent" />
      )}
      <BroadcastMark id={id} />
    </section>
  )
})
