'use client'

import { useEffect, useState } from 'react'

export interface FoundHost {
  id: string
  name: string
  address: string
  port: number
  accounts: { id: string; login: string }[]
}

/** A portal that has not answered by then is not waited for. */
const patienceMs = 5000

interface Found {
  hosts: FoundHost[]
  /** What they were looked up for; undefined before the first answer. */
  query?: string
}

/**
 * The hosts that match what is typed, and whether they are the answer to it: while the next answer is under way, the last
 * one stays.
 */
export function useFoundHosts(active: boolean, query: string): { hosts: FoundHost[]; settled: boolean } {
  const [found, setFound] = useState<Found>({ hosts: [] })
  useEffect(() => {
    if (!active) return
    const abort = new AbortController()
    const timer = setTimeout(
      () => {
        const signal = AbortSignal.any([abort.signal, AbortSignal.timeout(patienceMs)])
        fetch(`/api/v1/hosts/lookup?q=${encodeURIComponent(query)}`, { signal })
          .then((answer) => (answer.ok ? answer.json() : []))
          .then((hosts: FoundHost[]) => setFound({ hosts, query }))
          .catch(() => {
            // Unless the next letter has aborted it we are offline: the pages are still there.
            if (!abort.signal.aborted) setFound({ hosts: [], query })
          })
      },
      query ? 80 : 0,
    )
    return () => {
      clearTimeout(timer)
      abort.abort()
    }
  }, [active, query])
  return { hosts: found.hosts, settled: !active || found.query === query }
}
