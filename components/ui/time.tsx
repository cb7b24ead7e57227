'use client'

import { useFormatter, useNow, useTimeZone } from 'next-intl'
import { useEffect, useState } from 'react'

/** `2026-11-24 16:05:09` in a time zone: sorts as it reads, and is as wide in every row. */
export function formatMoment(at: Date, timeZone: string | undefined): string {
  // Swedish writes dates as ISO 8601 does.
  return new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'medium', timeZone }).format(at)
}

interface TimeProps {
  at: Date | string
  /** Instead of the moment, how long ago it was. */
  relative?: boolean
}

/**
 * A moment in the reader's own time zone, with the exact UTC on hover. The server knows the zone from a cookie that
 * {@link file://../shell/reader-zone.tsx ReaderZone} sets, so that both write the same.
 */
export function Time({ at, relative = false }: TimeProps) {
  const timeZone = useTimeZone()
  const format = useFormatter()
  const sent = useNow()
  const [now, setNow] = useState(sent)
  useEffect(() => {
    if (!relative) return
    setNow(new Date())
    const timer = setInterval(() => setNow(new Date()), 60_000)
    return () => clearInterval(timer)
  }, [relative])

  const moment = typeof at === 'string' ? new Date(at) : at
  const exact = formatMoment(moment, timeZone)
  const iso = moment.toISOString()
  // A clock that is ahead of ours must not put the past into the future.
  const text = relative ? format.relativeTime(moment, Math.max(moment.getTime(), now.getTime())) : exact
  return (
    <time
      dateTime={iso}
      title={
        relative
          ? `${exact}\n${iso.replace('T', ' ').replace('Z', ' UTC')}`
          : iso.replace('T', ' ').replace('Z', ' UTC')
      }
      className="tabular whitespace-nowrap"
    >
      {text}
    </time>
  )
}
