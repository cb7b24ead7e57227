'use client'

import { useEffect, useState } from 'react'

/** Approvers see what is asked for within this time, while the page is looked at. */
const everyMs = 15_000

/** How many requests wait for this person: as the page was made with, then asked again for as long as it is in view. */
export function useWaiting(counted: number): number {
  const [waiting, setWaiting] = useState(counted)
  useEffect(() => setWaiting(counted), [counted])
  useEffect(() => {
    const leaving = new AbortController()
    const ask = async () => {
      if (document.visibilityState === 'hidden') return
      const answer = await fetch('/api/v1/requests/waiting', { signal: leaving.signal }).catch(() => null)
      // Signed out or the pages away: the page says so itself, and the number stays.
      if (answer?.ok) setWaiting(readCount(await answer.json().catch(() => null)) ?? counted)
    }
    const timer = setInterval(ask, everyMs)
    document.addEventListener('visibilitychange', ask)
    return () => {
      leaving.abort()
      clearInterval(timer)
      document.removeEventListener('visibilitychange', ask)
    }
  }, [counted])
  return waiting
}

function readCount(answer: unknown): number | undefined {
  if (typeof answer !== 'object' || answer === null || !('waiting' in answer)) return undefined
  return typeof answer.waiting === 'number' ? answer.waiting : undefined
}
