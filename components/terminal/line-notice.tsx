'use client'

import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { toast } from 'sonner'
import { Button } from '@/components/ui/button'
import type { TerminalState } from './use-terminal'

interface Props {
  state: TerminalState
  actions: {
    tryNow: () => void
    sendUnsent: () => void
    discardUnsent: () => number | undefined
    reconnect: () => void
  }
}

/** What the person must know of the line to Gatehouse: it is down, something typed waits, another page has the session. */
export function LineNotice({ state: { phase, unsent }, actions }: Props) {
  const t = useTranslations('terminal')
  if (phase === 'taken-over') {
    return (
      <Notice text={t('takenOver')}>
        <Button size="sm" variant="primary" onClick={actions.reconnect}>
          {t('line.attachHere')}
        </Button>
      </Notice>
    )
  }
  const down = phase === 'reconnecting'
  if (!down && !unsent.held) return null
  const discard = () => {
    const bytes = actions.discardUnsent()
    if (bytes) toast.info(t('line.discarded', { bytes }))
  }
  return (
    <Notice text={down ? t('line.down') : t('line.held', { bytes: unsent.bytes })}>
      {down && unsent.bytes > 0 && <span className="text-muted">{t('line.unsent', { bytes: unsent.bytes })}</span>}
      {unsent.held && !down && (
        <Button size="sm" variant="primary" onClick={actions.sendUnsent}>
          {t('line.send')}
        </Button>
      )}
      {unsent.bytes > 0 && (
        <Button size="sm" onClick={discard}>
          {t('line.discard')}
        </Button>
      )}
      {down && (
        <Button size="sm" onClick={actions.tryNow}>
          {t('line.tryNow')}
        </Button>
      )}
    </Notice>
  )
}

function Notice({ text, children }: { text: string; children?: ReactNode }) {
  return (
    <div
      role="status"
      className="flex shrink-0 flex-wrap items-center gap-x-3 gap-y-1.5 border-warn/40 border-t bg-raised px-4 py-2 text-sm"
    >
      <span className="min-w-0 flex-1 text-ink">{text}</span>
      {children}
    </div>
  )
}
