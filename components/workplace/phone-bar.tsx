'use client'

import { Check, ChevronDown, Plus, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { classes } from '@/components/ui/classes'
import { Dialog } from '@/components/ui/dialog'
import { activeTab, focusPane } from '@/core/workspace/model/tabs'
import { panesOf } from '@/core/workspace/model/tree'
import { useRunCommand } from './use-commands'
import { useWorkplace, useWorkplaceStore } from './use-workplace'

/** On a phone one pane is shown at a time: which one, and the way to the others. */
export function PhoneBar() {
  const t = useTranslations('workplace')
  const runCommand = useRunCommand()
  const workspace = useWorkplace((state) => state.workspace)
  const unread = useWorkplace((state) => Object.values(state.status).some((status) => status.unread))
  const [open, setOpen] = useState(false)
  const tab = activeTab(workspace)
  const count = Object.keys(workspace.panes).length
  return (
    <div className="flex h-11 shrink-0 items-center gap-1 border-line border-b bg-sunken px-2">
      {tab && (
        <button
          type="button"
          aria-haspopup="dialog"
          aria-expanded={open}
          className="flex h-9 min-w-0 flex-1 items-center gap-2 rounded-md px-2 text-left text-sm"
          onClick={() => setOpen(true)}
        >
          <span className="min-w-0 truncate font-medium">{tab.name ?? workspace.panes[tab.focus]?.title}</span>
          <ChevronDown aria-hidden className="size-4 shrink-0 text-muted" />
          <span className="sr-only">{t('switch')}</span>
          {count > 1 && (
            <span
              className={classes(
                'tabular ml-auto rounded px-1.5 text-xs',
                unread ? 'bg-accent text-accent-ink' : 'bg-raised text-muted',
              )}
            >
              {t('panes', { count })}
            </span>
          )}
        </button>
      )}
      <Button
        variant="ghost"
        size="icon"
        className="ml-auto"
        aria-label={t('open')}
        onClick={() => runCommand('palette')}
      >
        <Plus aria-hidden />
      </Button>
      <Dialog open={open} onOpenChange={setOpen} title={t('switch')}>
        <PaneList close={() => setOpen(false)} />
      </Dialog>
    </div>
  )
}

function PaneList({ close }: { close: () => void }) {
  const t = useTranslations('workplace')
  const store = useWorkplaceStore()
  const workspace = useWorkplace((state) => state.workspace)
  const status = useWorkplace((state) => state.status)
  const current = activeTab(workspace)?.focus
  return (
    <ul className="-mx-2 flex flex-col">
      {workspace.tabs.map((tab) => (
        <li key={tab.id} className="border-line border-b py-1 last:border-0">
          {tab.name && <p className="px-2 pt-1 text-muted text-xs">{tab.name}</p>}
          <ul>
            {panesOf(tab.tree).map((id) => (
              <li key={id} className="flex items-center">
                <button
                  type="button"
                  aria-current={id === current}
                  className="flex h-11 min-w-0 flex-1 items-center gap-2 rounded-md px-2 text-left text-sm aria-[current=true]:font-semibold"
                  onClick={() => {
                    close()
                    store.changeAndFocus((now) => focusPane(now, id))
                  }}
                >
                  <span className="min-w-0 flex-1 truncate">{workspace.panes[id]?.title}</span>
                  {status[id]?.unread && (
                    <span className="text-accent text-xs">{t(`unread.${status[id].unread}`)}</span>
                  )}
                  {id === current && <Check aria-hidden className="size-4 shrink-0 text-accent" />}
                </button>
                <Button
                  variant="ghost"
                  size="icon"
                  aria-label={t('closeNamed', { name: workspace.panes[id]?.title ?? '' })}
                  onClick={() => {
                    close()
                    store.close([id])
                  }}
                >
                  <X aria-hidden />
                </Button>
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ul>
  )
}
