'use client'

import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { classes } from '@/components/ui/classes'
import type { TerminalState } from './use-terminal'

type Warning = NonNullable<TerminalState['warning']>

/**
 * When a limit ends the session, over the top of the terminal: nothing of Gatehouse's own is written among what the host writes,
 * and no line moves. `low` leaves the top to the search. The region is there before it has anything to say, as screen readers need it.
 */
export function LimitNotice({ warning, low }: { warning: Warning | undefined; low: boolean }) {
  return (
    <div
      role="status"
      className={classes(
        'pointer-events-none absolute inset-x-2 z-10 flex justify-center',
        low ? 'top-14 max-sm:top-24' : 'top-2',
      )}
    >
      {warning && <Countdown key={`${warning.kind} ${warning.endsAt}`} warning={warning} />}
    </div>
  )
}

/** Counted down for the eye, and said once for the ear. */
function Countdown({ warning: { kind, endsAt } }: { warning: Warning }) {
  const t = useTranslations('terminal')
  const [now, setNow] = useState(() => Date.now())
  const [first] = useState(now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [])
  const at = (time: number) => t(`warning.${kind}`, { seconds: Math.max(0, Math.round((endsAt - time) / 1000)) })
  return (
    <p className="tabular rounded-md border border-warn bg-warn-soft px-3 py-1.5 text-ink text-sm shadow-float">
      <span aria-hidden>{at(now)}</span>
      <span className="sr-only">{at(first)}</span>
    </p>
  )
}
