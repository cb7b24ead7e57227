'use client'

import { RotateCw } from 'lucide-react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useRef } from 'react'
import { Button, LinkButton } from '@/components/ui/button'
import { classes } from '@/components/ui/classes'
import type { SessionEnd } from '@/core/sessions/states'
import { printable } from './printable'
import { endedAtWill, type TerminalState } from './use-terminal'

/** Why it is over, in plain words, and the way back in. */
export function EndNotice({
  state,
  hostHref,
  askHref,
  reconnect,
}: {
  state: TerminalState
  hostHref?: string
  askHref?: string
  reconnect: () => void
}) {
  const t = useTranslations('terminal')
  const reasons = useTranslations('endReason')
  const { end, refusal, phase } = state
  const button = useRef<HTMLButtonElement>(null)
  const quiet = phase === 'closed' && end !== undefined && endedAtWill(end)
  return (
    <div
      role={quiet ? 'status' : 'alert'}
      className={classes(
        'flex shrink-0 flex-wrap items-center gap-x-4 gap-y-2 border-t px-4 py-3 text-sm',
        quiet ? 'border-line bg-raised' : 'border-danger/40 bg-danger-soft',
      )}
    >
      <div className="min-w-0 flex-1">
        <p className={classes('font-medium', !quiet && 'text-danger')}>
          {end ? reasons(`${end.reason}.title`) : refusal?.code}
        </p>
        {end && <p className="text-ink">{reasons(`${end.reason}.advice`)}</p>}
        {end?.hostKey && <ChangedKey end={end} hostHref={hostHref} />}
        {end?.detail && end.reason !== 'exited' && (
          <p className="mt-0.5 break-all font-mono text-muted text-xs">{printable(end.detail).slice(0, 300)}</p>
        )}
      </div>
      <div className="flex gap-2">
        {askHref && state.asksAccess && <LinkButton href={askHref}>{t('askAccess')}</LinkButton>}
        <Button ref={button} variant="primary" onClick={reconnect}>
          <RotateCw aria-hidden />
          {t('reconnect')}
        </Button>
      </div>
    </div>
  )
}

function ChangedKey({ end, hostHref }: { end: SessionEnd; hostHref?: string }) {
  const t = useTranslations('terminal.hostKey')
  if (!end.hostKey) return null
  return (
    <dl className="mt-1 grid grid-cols-[max-content_1fr] gap-x-3 font-mono text-xs">
      {end.hostKey.pinned.map((key) => (
        <div key={key.fingerprint} className="contents">
          <dt>{t('pinned')}</dt>
          <dd className="break-all">
            {key.keyType} <span>{key.fingerprint}</span>
          </dd>
        </div>
      ))}
      <dt>{t('presented')}</dt>
      <dd className="break-all">
        {end.hostKey.presented.keyType} <span>{end.hostKey.presented.fingerprint}</span>
      </dd>
      {hostHref && (
        <dd className="col-span-2 mt-1 font-sans text-sm">
          <Link className="underline" href={hostHref}>
            {t('toHost')}
          </Link>
        </dd>
      )}
    </dl>
  )
}
