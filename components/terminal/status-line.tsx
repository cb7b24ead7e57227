'use client'

import { Unplug } from 'lucide-react'
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
  const { phase, opened, hostTitle } = state
  return (
    // A pane in a split, or on a phone, has room for less: what can be done comes before what is told.
    <footer className="@container shrink-0 border-line border-t bg-raised text-muted text-xs">
      <div className="flex h-8 items-center @xl:gap-3 gap-1.5 overflow-hidden px-3 max-sm:pr-1">
        <span className="flex min-w-0 items-center gap-1.5 text-ink" role="status">
          <span
            aria-hidden
            className={classes('size-2 shrink-0 rounded-full', dots[phase] ?? 'animate-pulse bg-warn')}
          />
          <span className="truncate">{t(`state.${phase}`)}</span>
        </span>
        <span className="@xl:inline hidden min-w-0 truncate font-mono">
          {opened ? `${opened.login}@${opened.hostName}` : title}
        </span>
        {hostTitle && (
          <span className="@2xl:inline hidden min-w-0 shrink-[9] truncate" title={`${t('hostTitle')}: ${hostTitle}`}>
            {hostTitle}
          </span>
        )}
        <span className="ml-auto flex shrink-0 items-center @xl:gap-3 gap-1.5">
          {phase === 'open' && (
            <span className="flex items-center gap-1.5" title={t('recording')}>
              <span aria-hidden className="size-2 rounded-full bg-danger" />
              <span className="@xl:not-sr-only sr-only">{t('recording')}</span>
            </span>
          )}
          <Elapsed since={state.openedAt} running={phase === 'open'} />
          {phase === 'open' && (
            <span className="tabular @md:inline hidden w-14 text-right" title={t('roundTripLabel')}>
              {state.roundTrip === undefined ? '–' : t('roundTrip', { ms: state.roundTrip })}
            </span>
          )}
          {children}
        </span>
      </div>
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

/** Ends the session; a sign alone where there is no room for the word. */
export function DisconnectButton({ disconnect }: { disconnect: () => void }) {
  const t = useTranslations('terminal')
  return (
    <button
      type="button"
      className="rounded p-1 hover:bg-sunken hover:text-ink @xl:px-1.5 @xl:py-0.5"
      title={t('disconnect')}
      onClick={disconnect}
    >
      <Unplug aria-hidden className="@xl:hidden size-3.5" />
      <span className="@xl:not-sr-only sr-only">{t('disconnect')}</span>
    </button>
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
