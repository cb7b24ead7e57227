'use client'

import 'asciinema-player/dist/bundle/asciinema-player.css'
import './replay.css'
import type { Player } from 'asciinema-player'
import { useTranslations } from 'next-intl'
import { useTheme } from 'next-themes'
import { useEffect, useId, useRef, useState } from 'react'
import { Checkbox, Select } from '@/components/ui/field'
import { Notice } from '@/components/ui/surfaces'
import { playerColours } from './colours'
import { eventTimes, fromShortened, idleLimit, toShortened } from './idle'

const speeds = [0.5, 1, 2, 4, 8]

/** What is kept of a player that is replaced: its moment in the recording, and whether it ran. */
interface Place {
  moment: number
  running: boolean
}

interface Props {
  /** Answers asciicast v3. Fetched once: each reading is an event in the audit log. */
  url: string
  label: string
}

/** A recorded session to watch again: seek, speed, silences skipped, full screen. */
export function Replay({ url, label }: Props) {
  const t = useTranslations('sessions')
  const theme = useTheme().resolvedTheme === 'light' ? 'light' : 'dark'
  const { cast, failed } = useCast(url)
  const speedId = useId()
  const [speed, setSpeed] = useState(1)
  const [skipIdle, setSkipIdle] = useState(true)
  const [broken, setBroken] = useState(false)
  const element = useRef<HTMLDivElement>(null)
  const place = useRef<Place>({ moment: 0, running: false })

  useEffect(() => {
    if (!cast || !element.current) return
    const target = element.current
    const times = eventTimes(cast)
    let stop = () => {}
    let gone = false
    import('asciinema-player').then(
      async ({ create }) => {
        if (gone) return
        const player = create({ data: cast }, target, {
          speed,
          idleTimeLimit: skipIdle ? idleLimit : Number.MAX_SAFE_INTEGER,
          fit: 'width',
          preload: true,
          controls: true,
          // replay.css gives these their colours.
          theme: `gatehouse-${theme}`,
          terminalFontFamily: '"JetBrains Mono Variable", "Noto Sans Mono CJK SC", ui-monospace, monospace',
          ...(place.current.moment > 0 ? {} : { poster: 'npt:0' }),
        })
        stop = watch(player, place, (shown) => (skipIdle ? fromShortened(times, shown) : shown))
        const { moment, running } = place.current
        if (moment > 0) await player.seek(skipIdle ? toShortened(times, moment) : moment)
        if (running && !gone) await player.play()
      },
      () => setBroken(true),
    )
    return () => {
      gone = true
      stop()
    }
  }, [cast, speed, skipIdle, theme])

  if (failed || broken) return <Notice title={t('replayFailed')} />
  if (cast !== undefined && !/^\[/m.test(cast)) return <Notice tone="neutral" role="status" title={t('replayEmpty')} />
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 text-sm">
        <div className="flex items-center gap-2">
          <label htmlFor={speedId} className="whitespace-nowrap text-muted">
            {t('speed')}
          </label>
          <Select
            id={speedId}
            className="w-20"
            value={speed}
            onChange={(event) => setSpeed(Number(event.target.value))}
          >
            {speeds.map((choice) => (
              <option key={choice} value={choice}>
                {choice}×
              </option>
            ))}
          </Select>
        </div>
        <Checkbox label={t('skipIdle')} checked={skipIdle} onChange={(event) => setSkipIdle(event.target.checked)} />
        <p className="text-muted text-xs">{t('keys')}</p>
      </div>
      <section
        aria-label={label}
        className="min-w-0 overflow-hidden rounded-md border border-line"
        style={playerColours(theme)}
      >
        <div ref={element} className="min-h-40" />
        {cast === undefined && (
          <p role="status" className="p-3 text-muted text-sm">
            {t('loading')}
          </p>
        )}
      </section>
    </div>
  )
}

/** Notes where a player is until it is disposed of, which the returned function does. */
function watch(player: Player, place: { current: Place }, momentOf: (shown: number) => number): () => void {
  let running = false
  player.addEventListener('playing', () => {
    running = true
  })
  player.addEventListener('pause', () => {
    running = false
  })
  player.addEventListener('ended', () => {
    running = false
  })
  return () => {
    place.current = { moment: momentOf(player.getCurrentTime() || 0), running }
    player.dispose()
  }
}

function useCast(url: string): { cast?: string; failed: boolean } {
  const [cast, setCast] = useState<string>()
  const [failed, setFailed] = useState(false)
  useEffect(() => {
    const leaving = new AbortController()
    fetch(url, { signal: leaving.signal })
      .then(async (response) => (response.ok ? setCast(await response.text()) : setFailed(true)))
      .catch(() => {
        if (!leaving.signal.aborted) setFailed(true)
      })
    return () => leaving.abort()
  }, [url])
  return { ...(cast === undefined ? {} : { cast }), failed }
}
