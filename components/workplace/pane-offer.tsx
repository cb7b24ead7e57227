'use client'

import { MonitorSmartphone, RotateCw, SquareTerminal } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Button, LinkButton } from '@/components/ui/button'
import type { Pane } from '@/core/workspace/model/types'
import { attachTo } from './attach'
import { useWorkplace, useWorkplaceStore } from './use-workplace'

/** What a pane shows that was remembered and runs nothing here: what it was, and the way back in. */
export function PaneOffer({ pane }: { pane: Pane }) {
  const t = useTranslations('workplace.offer')
  const store = useWorkplaceStore()
  const elsewhere = useWorkplace((state) => state.status[pane.id]?.elsewhere === true)
  const opensAgain = pane.target.kind === 'account'
  const mayAttach = pane.sessionId !== undefined && attachTo(pane.sessionId) !== undefined
  const Icon = elsewhere ? MonitorSmartphone : SquareTerminal
  return (
    <div className="flex h-full flex-col items-center justify-center gap-1 overflow-auto p-6 text-center">
      <Icon aria-hidden className="mb-2 size-7 shrink-0 text-muted" />
      <h2 className="machine max-w-full break-words font-medium text-ink">{pane.title}</h2>
      <p className="max-w-sm text-balance text-muted text-sm">
        {elsewhere ? t('elsewhere') : opensAgain ? t('waiting') : t('gone')}
      </p>
      <div className="mt-4 flex flex-wrap justify-center gap-2">
        {elsewhere && mayAttach && (
          <Button variant="primary" data-offer="" onClick={() => store.bring(pane.id)}>
            {t('bring')}
          </Button>
        )}
        {opensAgain && (
          <Button variant={elsewhere ? 'secondary' : 'primary'} data-offer="" onClick={() => store.openAgain(pane.id)}>
            <RotateCw aria-hidden />
            {elsewhere ? t('another') : t('again')}
          </Button>
        )}
        {!opensAgain && !elsewhere && <LinkButton href="/connect">{t('quick')}</LinkButton>}
        <Button variant="ghost" onClick={() => store.close([pane.id])}>
          {t('close')}
        </Button>
      </div>
    </div>
  )
}
