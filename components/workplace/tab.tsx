'use client'

import { Bell, Columns2, RadioTower, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type KeyboardEvent, useMemo } from 'react'
import { classes } from '@/components/ui/classes'
import { renameTab, showTab } from '@/core/workspace/model/tabs'
import { type Tab, workspaceLimits } from '@/core/workspace/model/types'
import { type TabFacts, tabFacts } from './tab-facts'
import { useDrag } from './use-drag'
import { useWorkplace, useWorkplaceStore } from './use-workplace'

interface TabButtonProps {
  tab: Tab
  active: boolean
  /** A dragged tab would go there. */
  gap: 'before' | 'after' | undefined
}

const dots: Record<TabFacts['mark'], string> = {
  waiting: 'bg-transparent ring-1 ring-line-strong ring-inset',
  opening: 'bg-warn motion-safe:animate-pulse',
  open: 'bg-ok',
  ended: 'bg-line-strong',
  failed: 'bg-danger',
}

/** One tab: what it is called, how its shell is, and what happened in it unseen. */
export function TabButton({ tab, active, gap }: TabButtonProps) {
  const t = useTranslations('workplace')
  const store = useWorkplaceStore()
  const drag = useDrag({ kind: 'tab', id: tab.id })
  const status = useWorkplace((state) => state.status)
  const workspace = useWorkplace((state) => state.workspace)
  const together = useWorkplace((state) => state.broadcast)
  const dragged = useWorkplace((state) => state.drag?.source.id === tab.id)
  const renaming = useWorkplace((state) => state.renaming === tab.id)
  const facts = useMemo(
    () => tabFacts(tab, { ...store.get(), status, workspace, broadcast: together }),
    [tab, store, status, workspace, together],
  )
  const { title, hostTitle, panes, mark, unread, broadcast } = facts
  const label = [
    title,
    t(`mark.${mark}`),
    panes > 1 && t('panes', { count: panes }),
    unread && t(`unread.${unread}`),
    broadcast && t('mark.broadcast'),
  ]
  if (renaming) return <NameField tab={tab} title={title} />
  return (
    <div
      role="presentation"
      data-tab={tab.id}
      className={classes(
        'relative flex min-w-28 max-w-64 shrink-0 select-none border-line border-r',
        dragged && 'opacity-50',
        active ? 'bg-terminal' : 'hover:bg-raised',
      )}
      {...drag}
    >
      {active && <span aria-hidden className="absolute inset-x-0 top-0 h-0.5 bg-accent" />}
      {gap && (
        <span
          aria-hidden
          data-drop-mark="bar"
          className={classes(
            'absolute inset-y-1 z-10 w-0.5 rounded bg-accent',
            gap === 'before' ? '-left-px' : 'right-0',
          )}
        />
      )}
      <button
        type="button"
        role="tab"
        aria-selected={active}
        tabIndex={active ? 0 : -1}
        title={hostTitle ? `${title}\n${hostTitle}` : title}
        className={classes(
          'group flex min-w-0 flex-1 items-center gap-2 pr-1.5 pl-3 text-sm outline-offset-[-3px]',
          active ? 'text-ink' : 'text-muted',
        )}
        onClick={(event) => {
          const close = event.target instanceof Element && event.target.closest('[data-close]')
          if (close) store.closeTab(tab.id)
          else store.changeAndFocus((now) => showTab(now, tab.id))
        }}
        onDoubleClick={() => store.setRenaming(tab.id)}
        onAuxClick={(event) => event.button === 1 && store.closeTab(tab.id)}
      >
        <span className="sr-only">{label.filter(Boolean).join(', ')}</span>
        <span aria-hidden className={classes('size-2 shrink-0 rounded-full', dots[mark])} />
        <TitleText title={title} strong={unread !== undefined} />
        {broadcast && <RadioTower aria-hidden className="size-3.5 shrink-0 text-broadcast" />}
        {unread === 'bell' && <Bell aria-hidden className="size-3.5 shrink-0 text-warn" />}
        {panes > 1 && (
          <span aria-hidden className="tabular flex shrink-0 items-center gap-0.5 text-muted text-xs">
            <Columns2 className="size-3.5" />
            {panes}
          </span>
        )}
        {/* For the pointer; Delete does it with the keyboard, and the menus of the panes for everyone. */}
        <span
          aria-hidden
          data-close=""
          title={t('command.closeTab')}
          className="relative flex size-5 shrink-0 items-center justify-center rounded hover:bg-sunken hover:text-ink"
        >
          {unread && <span className="size-2 rounded-full bg-accent group-hover:hidden" />}
          <X
            className={classes(
              'size-3.5',
              unread
                ? 'hidden group-hover:block'
                : active
                  ? ''
                  : 'opacity-0 group-hover:opacity-100 group-focus-visible:opacity-100',
            )}
          />
        </span>
      </button>
    </div>
  )
}

/** Where there is little room the host's name stays longer than the login before it. */
function TitleText({ title, strong }: { title: string; strong: boolean }) {
  const at = title.indexOf('@') + 1
  return (
    <span
      aria-hidden
      className={classes(
        'flex min-w-0 flex-1 text-left [font-variant-ligatures:no-contextual]',
        strong && 'font-semibold text-ink',
      )}
    >
      {at > 0 && <span className="min-w-[2.5ch] shrink-[9] truncate text-muted">{title.slice(0, at)}</span>}
      <span className="min-w-0 truncate">{title.slice(at)}</span>
    </span>
  )
}

/** The tab's name, being written: Enter takes it, Escape leaves it. */
function NameField({ tab, title }: { tab: Tab; title: string }) {
  const t = useTranslations('workplace')
  const store = useWorkplaceStore()
  const take = (name: string) => {
    store.change((workspace) => renameTab(workspace, tab.id, name))
    store.setRenaming()
  }
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    event.stopPropagation()
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Enter') take(event.currentTarget.value)
    if (event.key === 'Escape') store.setRenaming()
  }
  return (
    <div
      data-tab={tab.id}
      role="presentation"
      className="flex w-44 shrink-0 items-center border-line border-r bg-terminal px-1.5"
    >
      <input
        aria-label={t('name')}
        defaultValue={tab.name ?? ''}
        placeholder={title}
        maxLength={workspaceLimits.name}
        className="h-7 w-full rounded border border-line-strong bg-surface px-2 text-sm placeholder:text-muted"
        // biome-ignore lint/a11y/noAutofocus: the person has asked to write here.
        autoFocus
        onFocus={(event) => event.currentTarget.select()}
        onBlur={(event) => store.get().renaming === tab.id && take(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
    </div>
  )
}
