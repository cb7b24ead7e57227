'use client'

import { useEffect } from 'react'
import type { RunningPlace } from './places'
import { useWorkplace, useWorkplaceStore } from './use-workplace'

/** How often what runs is asked for while it is shown, in ms. */
const everyMs = 5000

/** This person's running sessions, asked for anew while `active`. */
export function usePolledRunning(active: boolean): readonly RunningPlace[] {
  const store = useWorkplaceStore()
  useEffect(() => {
    if (!active) return
    const abort = new AbortController()
    const ask = () =>
      fetch('/api/v1/sessions/running', { signal: abort.signal })
        .then(async (answer) => {
          // The route answers with what its page was given.
          if (answer.ok) store.setPlaces((await answer.json()) as RunningPlace[])
        })
        .catch(() => {
          // Aborted, or offline: the list stays as it was.
        })
    void ask()
    const timer = setInterval(() => void ask(), everyMs)
    return () => {
      clearInterval(timer)
      abort.abort()
    }
  }, [active, store])
  return useWorkplace((state) => state.running)
}
