'use client'

import { useTranslations } from 'next-intl'
import { type CSSProperties, type KeyboardEvent, type PointerEvent, type RefObject, useState } from 'react'
import { classes } from '@/components/ui/classes'
import type { Divider } from '@/core/workspace/model/geometry'
import { equalise, resize } from '@/core/workspace/model/tabs'
import { useWorkplaceStore } from './use-workplace'

/** How much of its branch an arrow key moves a divider. */
const step = 0.02

interface DividersProps {
  room: RefObject<HTMLDivElement | null>
  dividers: readonly Divider[]
  tab: string | undefined
}

/** The lines between the panes of the tab that is shown: dragged, moved with the arrow keys, doubled-clicked to share evenly. */
export function Dividers({ room, dividers, tab }: DividersProps) {
  if (!tab) return null
  return dividers.map((divider) => (
    <Line key={[...divider.path, divider.index].join('.')} divider={divider} tab={tab} room={room} />
  ))
}

function Line({ divider, tab, room }: { divider: Divider; tab: string; room: DividersProps['room'] }) {
  const t = useTranslations('workplace')
  const store = useWorkplaceStore()
  const [dragging, setDragging] = useState(false)
  const { axis, within, at, path, index, share, least, most, start } = divider
  const upright = axis === 'row'
  const set = (to: number) => store.change((workspace) => resize(workspace, tab, path, index, to))

  const onPointerMove = (event: PointerEvent) => {
    const box = room.current?.getBoundingClientRect()
    if (!dragging || !box) return
    const along = upright ? (event.clientX - box.left) / box.width : (event.clientY - box.top) / box.height
    const [origin, length] = upright ? [within.x, within.width] : [within.y, within.height]
    set((along - origin) / length - start)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const [less, more] = upright ? ['ArrowLeft', 'ArrowRight'] : ['ArrowUp', 'ArrowDown']
    const to = { [less]: share - step, [more]: share + step, Home: least, End: most }[event.key]
    if (event.key === 'Enter') store.change((workspace) => equalise(workspace, tab, path))
    else if (to === undefined || event.ctrlKey || event.altKey || event.metaKey) return
    else set(to)
    event.preventDefault()
  }

  const percent = (part: number) => `${part * 100}%`
  const style: CSSProperties = upright
    ? { left: percent(at), top: percent(within.y), height: percent(within.height) }
    : { top: percent(at), left: percent(within.x), width: percent(within.width) }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a separator that can be moved is a widget, which <hr> is not.
    <div
      role="separator"
      tabIndex={0}
      aria-orientation={upright ? 'vertical' : 'horizontal'}
      aria-label={t('divider')}
      aria-valuenow={Math.round(share * 100)}
      aria-valuemin={Math.round(least * 100)}
      aria-valuemax={Math.round(most * 100)}
      title={t('dividerHint')}
      style={style}
      className={classes(
        'group absolute z-10 flex touch-none items-center justify-center outline-none',
        upright ? '-ml-[5px] w-[11px] cursor-col-resize' : '-mt-[5px] h-[11px] cursor-row-resize flex-col',
      )}
      onPointerDown={(event) => {
        if (event.button !== 0) return
        event.currentTarget.setPointerCapture(event.pointerId)
        setDragging(true)
      }}
      onPointerMove={onPointerMove}
      onPointerUp={() => setDragging(false)}
      onPointerCancel={() => setDragging(false)}
      onDoubleClick={() => store.change((workspace) => equalise(workspace, tab, path))}
      onKeyDown={onKeyDown}
    >
      <span
        aria-hidden
        className={classes(
          'bg-line transition-colors group-hover:bg-accent group-focus-visible:bg-accent',
          upright
            ? 'h-full w-px group-hover:w-[3px] group-focus-visible:w-[3px]'
            : 'h-px w-full group-hover:h-[3px] group-focus-visible:h-[3px]',
          dragging && (upright ? 'w-[3px] bg-accent' : 'h-[3px] bg-accent'),
        )}
      />
    </div>
  )
}
