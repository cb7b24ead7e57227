'use client'

import { useTranslations } from 'next-intl'
import { type KeyboardEvent, useEffect, useRef } from 'react'
import { moveTab, stepTab } from '@/core/workspace/model/tabs'
import { TabButton } from './tab'
import { useWorkplace, useWorkplaceStore } from './use-workplace'

/** The tabs in a row that scrolls. Arrow keys choose, with Shift they move, F2 names, Delete closes. */
export function TabList() {
  const t = useTranslations('workplace')
  const store = useWorkplaceStore()
  const tabs = useWorkplace((state) => state.workspace.tabs)
  const active = useWorkplace((state) => state.workspace.active)
  const gap = useWorkplace((state) => (state.drag?.over?.kind === 'bar' ? state.drag.over.index : undefined))
  const list = useRef<HTMLDivElement>(null)

  useEffect(() => {
    const chosen = active && list.current?.querySelector('[aria-selected="true"]')
    if (chosen) chosen.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [active])

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey || !active || !(event.target instanceof HTMLElement)) return
    if (event.target.closest('[role="tab"]') === null) return
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key]
    if (by !== undefined) {
      const at = tabs.findIndex(({ id }) => id === active)
      store.change((workspace) => (event.shiftKey ? moveTab(workspace, active, at + by) : stepTab(workspace, by)))
      // Once the chosen tab is drawn as such; the terminal doesn't take the keyboard from someone who walks the tabs.
      requestAnimationFrame(() => list.current?.querySelector<HTMLElement>('[aria-selected="true"]')?.focus())
    } else if (event.key === 'F2') store.setRenaming(active)
    else if (event.key === 'Delete') store.closeTab(active)
    else return
    event.preventDefault()
  }

  const gapAt = (index: number) => {
    if (gap === index) return 'before'
    return gap === index + 1 && index === tabs.length - 1 ? 'after' : undefined
  }
  return (
    <div
      ref={list}
      role="tablist"
      tabIndex={-1}
      aria-label={t('tabs')}
      onKeyDown={onKeyDown}
      onWheel={(event) => {
        if (event.deltaX === 0) list.current?.scrollBy({ left: event.deltaY })
      }}
      className="flex min-w-0 items-stretch overflow-x-auto outline-none [scrollbar-width:none]"
    >
      {tabs.map((tab, index) => (
        <TabButton key={tab.id} tab={tab} active={tab.id === active} gap={gapAt(index)} />
      ))}
    </div>
  )
}
