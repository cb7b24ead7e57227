'use client'

import {
  ArrowDown,
  ArrowLeft,
  ArrowRight,
  ArrowUp,
  Columns2,
  Ellipsis,
  GripVertical,
  Maximize2,
  Minimize2,
  PanelTop,
  RadioTower,
  Rows2,
  X,
} from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { DropdownMenu, MenuItem, MenuSeparator } from '@/components/ui/menu'
import { activeTab, focusPane, tabOf } from '@/core/workspace/model/tabs'
import type { Pane } from '@/core/workspace/model/types'
import { type CommandId, commands } from './commands'
import { Keys } from './keys-shown'
import { useRunCommand } from './use-commands'
import { useDrag } from './use-drag'
import { useWorkplace, useWorkplaceStore } from './use-workplace'

const button = 'flex size-6 items-center justify-center rounded hover:bg-sunken hover:text-ink [&_svg]:size-3.5'

/** What can be done with a pane, at the end of its status line. */
export function PaneActions({ pane }: { pane: Pane }) {
  const t = useTranslations('workplace')
  const store = useWorkplaceStore()
  const runCommand = useRunCommand()
  const drag = useDrag({ kind: 'pane', id: pane.id })
  const split = useWorkplace((state) => tabOf(state.workspace, pane.id)?.tree.kind !== 'pane')
  const zoomed = useWorkplace((state) => tabOf(state.workspace, pane.id)?.zoomed === true)
  const zen = useWorkplace((state) => state.zen)
  const run = (id: CommandId) => {
    store.change((workspace) => focusPane(workspace, pane.id))
    runCommand(id)
  }
  const item = (id: CommandId, icon: ReactNode) => (
    <Item id={id} icon={icon} label={t(`command.${id}`)} onSelect={() => run(id)} />
  )
  return (
    <span className="flex items-center">
      {zen && (
        <button type="button" className={`${button} w-auto px-1.5 text-ink`} onClick={() => store.setZen(false)}>
          {t('leaveZen')}
        </button>
      )}
      {(split || zoomed) && (
        <button
          type="button"
          className={`${button} max-md:hidden`}
          aria-label={t('command.zoom')}
          title={t('command.zoom')}
          aria-pressed={zoomed}
          onClick={() => run('zoom')}
        >
          {zoomed ? <Minimize2 aria-hidden className="text-accent" /> : <Maximize2 aria-hidden />}
        </button>
      )}
      <span aria-hidden title={t('drag')} className={`${button} cursor-grab touch-none max-md:hidden`} {...drag}>
        <GripVertical />
      </span>
      <DropdownMenu
        side="top"
        trigger={
          <button type="button" className={button} aria-label={t('paneMenu')} title={t('paneMenu')}>
            <Ellipsis aria-hidden />
          </button>
        }
      >
        {item('splitRight', <Columns2 aria-hidden />)}
        {item('splitDown', <Rows2 aria-hidden />)}
        {item('zoom', <Maximize2 aria-hidden />)}
        {item('broadcast', <RadioTower aria-hidden />)}
        <MenuSeparator />
        {item('moveLeft', <ArrowLeft aria-hidden />)}
        {item('moveRight', <ArrowRight aria-hidden />)}
        {item('moveUp', <ArrowUp aria-hidden />)}
        {item('moveDown', <ArrowDown aria-hidden />)}
        {item('paneToTab', <PanelTop aria-hidden />)}
        <MenuSeparator />
        {item('closePane', <X aria-hidden />)}
      </DropdownMenu>
    </span>
  )
}

interface ItemProps {
  id: CommandId
  icon: ReactNode
  label: string
  onSelect: () => void
}

/** A command in a menu, with its keys; left out when it would do nothing. */
function Item({ id, icon, label, onSelect }: ItemProps) {
  const store = useWorkplaceStore()
  const shown = useWorkplace(() => commands[id].possible(store))
  // The menu belongs to a pane of the tab that is shown.
  const inTab = useWorkplace((state) => activeTab(state.workspace) !== undefined)
  if (!shown || !inTab) return null
  return (
    <MenuItem onSelect={onSelect}>
      {icon}
      <span className="flex-1">{label}</span>
      <Keys command={id} />
    </MenuItem>
  )
}
