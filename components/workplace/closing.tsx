'use client'

import { useTranslations } from 'next-intl'
import { AlertDialog } from 'radix-ui'
import { Button } from '@/components/ui/button'
import { attachTo } from './attach'
import { isAlive } from './state'
import { useWorkplace, useWorkplaceStore } from './use-workplace'

/** Asks before shells end with their panes. */
export function ClosingQuestion() {
  const t = useTranslations('workplace.closing')
  const common = useTranslations('common')
  const store = useWorkplaceStore()
  const closing = useWorkplace((state) => state.closing)
  const panes = useWorkplace((state) => state.workspace.panes)
  const names = closing.flatMap((id) => (isAlive(store.get(), id) ? (panes[id]?.title ?? []) : []))
  const outlive = attachTo('') !== undefined
  return (
    <AlertDialog.Root open={closing.length > 0} onOpenChange={(open) => !open && store.keep()}>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className="fixed inset-0 z-40 animate-fade bg-black/60" />
        <AlertDialog.Content className="-translate-x-1/2 -translate-y-1/2 fixed top-1/2 left-1/2 z-50 w-[min(30rem,calc(100vw-2rem))] rounded-xl border border-line bg-raised p-5 text-ink shadow-float">
          <AlertDialog.Title className="break-words font-semibold text-lg">
            {t('title', { count: names.length })}
          </AlertDialog.Title>
          <AlertDialog.Description className="mt-1 text-muted text-sm">
            {t('text', { count: names.length })}
          </AlertDialog.Description>
          <ul className="machine mt-3 max-h-40 overflow-y-auto rounded-md bg-sunken px-3 py-2">
            {names.map((name, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the same host may stand there twice.
              <li key={index} className="break-words">
                {name}
              </li>
            ))}
          </ul>
          <div className="mt-5 flex flex-wrap justify-end gap-2">
            <AlertDialog.Cancel asChild>
              <Button>{common('cancel')}</Button>
            </AlertDialog.Cancel>
            {outlive && <Button onClick={() => store.leave(closing)}>{t('leave')}</Button>}
            <Button variant="danger" onClick={() => store.closeNow()}>
              {t('end', { count: names.length })}
            </Button>
          </div>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  )
}
