'use client'

import { AppWindow, Play, TerminalSquare } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useCallback } from 'react'
import { toast } from 'sonner'
import { placeOf } from '@/components/hosts/address'
import { PaletteGroup, PaletteItem } from '@/components/shell/palette-item'
import { focusPane } from '@/core/workspace/model/tabs'
import { attachTo } from './attach'
import { commandIds, commands } from './commands'
import { Keys } from './keys-shown'
import { openingOf, type RecentPlace } from './places'
import type { Where } from './state'
import { useRunCommand } from './use-commands'
import { usePolledRunning } from './use-running'
import { useWorkplace, useWorkplaceStore } from './use-workplace'

/** Opens a place in the workplace of this window, whatever page is shown. */
export function useOpenPlace(): (place: RecentPlace, where: Where) => void {
  const t = useTranslations('workplace')
  const store = useWorkplaceStore()
  const router = useRouter()
  return useCallback(
    (place, where) => {
      if (!store.open(openingOf(place), where)) toast.error(t('full'))
      else if (!store.get().shown) router.push('/terminal')
    },
    [store, router, t],
  )
}

interface GroupProps {
  query: string
  close: () => void
}

const matches = (query: string, ...texts: string[]) => {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  return words.every((word) => texts.some((text) => text.toLowerCase().includes(word)))
}

/** The panes of this window and the sessions that run elsewhere, to go to. */
export function OpenPanes({ query, close }: GroupProps) {
  const t = useTranslations('workplace')
  const store = useWorkplaceStore()
  const router = useRouter()
  const panes = useWorkplace((state) => state.workspace.panes)
  const tabs = useWorkplace((state) => state.workspace.tabs)
  const running = usePolledRunning(true)
  const here = Object.values(panes).filter(({ title }) => matches(query, title))
  const known = new Set(Object.values(panes).map(({ sessionId }) => sessionId))
  const others = running.filter(
    ({ id, login, hostName, address }) =>
      !known.has(id) && attachTo(id) && matches(query, `${login}@${hostName}`, address),
  )
  const go = (work: () => void) => () => {
    close()
    work()
    if (!store.get().shown) router.push('/terminal')
  }
  return (
    <>
      {here.length > 0 && (
        <PaletteGroup heading={t('palette.panes')}>
          {here.slice(0, 8).map((pane) => (
            <PaletteItem
              key={pane.id}
              value={`pane ${pane.id}`}
              icon={<AppWindow aria-hidden />}
              aside={tabs.find(({ tree, name }) => name && JSON.stringify(tree).includes(pane.id))?.name}
              onSelect={go(() => store.changeAndFocus((workspace) => focusPane(workspace, pane.id)))}
            >
              {pane.title}
            </PaletteItem>
          ))}
        </PaletteGroup>
      )}
      {others.length > 0 && (
        <PaletteGroup heading={t('palette.running')}>
          {others.slice(0, 8).map((place) => (
            <PaletteItem
              key={place.id}
              value={`running ${place.id}`}
              icon={<Play aria-hidden />}
              aside={placeOf(place.address, place.port)}
              onSelect={go(() => store.open(openingOf(place), 'tab') || toast.error(t('full')))}
            >
              <span className="machine text-muted">{place.login}@</span>
              {place.hostName}
            </PaletteItem>
          ))}
        </PaletteGroup>
      )}
    </>
  )
}

/** What the workplace can do just now; only while it is shown. */
export function WorkplaceCommands({ query, close }: GroupProps) {
  const t = useTranslations('workplace')
  const store = useWorkplaceStore()
  const runCommand = useRunCommand()
  const shown = useWorkplace((state) => state.shown)
  const found = commandIds.filter(
    (id) => id !== 'palette' && commands[id].possible(store) && matches(query, t(`command.${id}`)),
  )
  if (!shown || found.length === 0) return null
  return (
    <PaletteGroup heading={t('palette.commands')}>
      {found.map((id) => (
        <PaletteItem
          key={id}
          value={`command ${id}`}
          icon={<TerminalSquare aria-hidden />}
          aside={<Keys command={id} />}
          onSelect={() => {
            close()
            // Once the palette has given the focus back.
            setTimeout(() => runCommand(id))
          }}
        >
          {t(`command.${id}`)}
        </PaletteItem>
      ))}
    </PaletteGroup>
  )
}
