'use client'

import { useTranslations } from 'next-intl'
import { type ReactNode, useEffect, useState } from 'react'
import { classes } from '@/components/ui/classes'
import { formatDuration } from '@/components/ui/values'
import type { TerminalState } from './use-terminal'

const dots: Partial<Record<TerminalState['phase'], string>> = {
  open: 'bg-ok',
  closed: 'bg-muted',
  'taken-over': 'bg-muted',
  failed: 'bg-danger',
}

/** Below a terminal: how it stands with its session, and what can be done. */
export function StatusLine({ state, title, children }: { state: TerminalState; title: string; children: ReactNode }) {
  const t = useTranslations('terminal')
  const { phase, opened } = state
  return (
    <footer className="flex h-8 shrink-0 items-center gap-3 overflow-hidden border-line border-t bg-raised px-3 text-muted text-xs">
      <span className="flex items-center gap-1.5 text-ink" role="status">
        <span aria-hidden className={classes('size-2 rounded-full', dots[phase] ?? 'animate-pulse bg-warn')} />
        {t(`state.${phase}`)}
      </span>
      <span className="truncate font-mono">{opened ? `${opened.login}@${opened.hostName}` : title}</span>
      <span className="ml-auto flex shrink-0 items-center gap-3">
        {phase === 'open' && (
          <span className="flex items-center gap-1.5">
            <span aria-hidden className="size-2 rounded-full bg-danger" />
            {t('recording')}
          </span>
        )}
        <Elapsed since={state.openedAt} running={phase === 'open'} />
        {phase === 'open' && (
          <span className="tabular hidden w-14 text-right sm:inline" title={t('roundTripLabel')}>
            {state.roundTrip === undefined ? '–' : t('roundTrip', { ms: state.roundTrip })}
          </span>
        )}
        {children}
      </span>
    </footer>
  )
}

function Elapsed({ since, running }: { since: number | undefined; running: boolean }) {
  const t = useTranslations('terminal')
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    if (!running) return
    setNow(Date.now())
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [running])
  if (since === undefined) return null
  return (
    <span className="tabular" title={t('elapsed')}>
      {formatDuration(now - since)}
    </span>
  )
}

interface StatusButtonProps {
  label: string
  /** What is said on hover, when it is more than the label. */
  title?: string
  onClick: () => void
  children: ReactNode
}

export function StatusButton({ label, title, onClick, children }: StatusButtonProps) {
  return (
    <button
      type="button"
      className="rounded p-1 hover:bg-sunken hover:text-ink"
      title={title ?? label}
      aria-label={label}
      onClick={onClick}
    >
      {children}
    </button>
  )
}
