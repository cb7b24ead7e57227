'use client'

import { type PointerEvent as ReactPointerEvent, useRef } from 'react'
import { drop, mayDrop, sideAt } from './drop'
import type { DragSource, DropPlace } from './state'
import { newId, useWorkplaceStore } from './use-workplace'

/** Movement below this is a click, in CSS pixels. */
const threshold = 6

/** Handlers that make an element the handle of a drag: of a tab, or of a pane. Escape lets it go where it was. */
export function useDrag(source: DragSource) {
  const store = useWorkplaceStore()
  /** A click follows each release; after a drag it means nothing. */
  const dragged = useRef(false)

  const begin = (from: { x: number; y: number }) => {
    const listening = new AbortController()
    const end = () => {
      listening.abort()
      if (store.get().drag) store.setDrag(undefined)
    }
    const onMove = (event: PointerEvent) => {
      // Let go outside of the window.
      if (event.buttons === 0) return end()
      if (!dragged.current && Math.hypot(event.clientX - from.x, event.clientY - from.y) < threshold) return
      dragged.current = true
      const place = placeAt(event.clientX, event.clientY)
      const over = place && mayDrop(store.get().workspace, source, place) ? place : undefined
      store.setDrag({ source, over })
    }
    const onUp = () => {
      const over = store.get().drag?.over
      end()
      if (over) store.changeAndFocus((workspace) => drop(workspace, source, over, newId()))
    }
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || !store.get().drag) return
      event.preventDefault()
      event.stopPropagation()
      end()
    }
    const options = { signal: listening.signal, capture: true }
    window.addEventListener('pointermove', onMove, options)
    window.addEventListener('pointerup', onUp, options)
    window.addEventListener('pointercancel', end, options)
    window.addEventListener('keydown', onKey, options)
  }

  return {
    onPointerDown: (event: ReactPointerEvent<HTMLElement>) => {
      dragged.current = false
      // A finger scrolls.
      if (event.button === 0 && event.pointerType !== 'touch') begin({ x: event.clientX, y: event.clientY })
    },
    onClickCapture: (event: { preventDefault(): void; stopPropagation(): void }) => {
      if (!dragged.current) return
      dragged.current = false
      event.preventDefault()
      event.stopPropagation()
    },
  }
}

/** What lies under the pointer: a gap between two tabs, or a side of a pane. */
function placeAt(x: number, y: number): DropPlace | undefined {
  const element = document.elementFromPoint(x, y)
  const bar = element?.closest('[data-tab-bar]')
  if (bar) {
    const tabs = [...bar.querySelectorAll('[data-tab]')].map((tab) => tab.getBoundingClientRect())
    return { kind: 'bar', index: tabs.filter((rect) => rect.left + rect.width / 2 < x).length }
  }
  const pane = element?.closest<HTMLElement>('[data-pane]')
  const id = pane?.dataset.pane
  return pane && id ? { kind: 'pane', id, side: sideAt(pane.getBoundingClientRect(), x, y) } : undefined
}
