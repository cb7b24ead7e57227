'use client'

import { RadioTower } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { activeTab, tabOf } from '@/core/workspace/model/tabs'
import { Keys } from './keys-shown'
import { takesInput } from './state'
import { useWorkplace, useWorkplaceStore } from './use-workplace'

const action = 'shrink-0 rounded px-1.5 py-0.5 font-medium underline underline-offset-2'

/**
 * While typing goes to several panes: a border and a banner in each that receives it, and in the others of the tab the way
 * in. The banner lies over the status line, so that no line of the terminal moves.
 */
export function BroadcastMark({ id }: { id: string }) {
  const t = useTranslations('workplace.broadcast')
  const store = useWorkplaceStore()
  const count = useWorkplace((state) => state.broadcast.size)
  const receives = useWorkplace((state) => state.broadcast.has(id))
  const beside = useWorkplace((state) => tabOf(state.workspace, id)?.id === activeTab(state.workspace)?.id)
  const possible = useWorkplace((state) => takesInput(state, id))
  if (count === 0 || !beside || !possible) return null
  if (!receives) {
    return (
      <div className="absolute inset-x-0 bottom-0 flex h-8 items-center gap-3 border-line border-t bg-raised px-3 text-muted text-xs">
        <span className="min-w-0 flex-1 truncate">{t('excluded')}</span>
        <button type="button" className={action} onClick={() => store.toggleReceiver(id)}>
          {t('include')}
        </button>
      </div>
    )
  }
  return (
    <>
      <span
        aria-hidden
        data-broadcast-border=""
        className="pointer-events-none absolute inset-0 z-10 ring-[3px] ring-broadcast ring-inset"
      />
      <div
        role="status"
        data-broadcast=""
        className="absolute inset-x-0 bottom-0 z-10 flex h-8 items-center gap-2 bg-broadcast px-3 text-broadcast-ink text-xs"
      >
        <RadioTower aria-hidden className="size-4 shrink-0" />
        <span className="min-w-0 flex-1 truncate font-semibold">{t('receiving', { count })}</span>
        <button type="button" className={action} onClick={() => store.toggleReceiver(id)}>
          {t('exclude')}
        </button>
        <button type="button" className={action} onClick={() => store.toggleBroadcast()}>
          {t('stop')}
        </button>
        <Keys command="broadcast" className="max-lg:hidden" />
      </div>
    </>
  )
}
