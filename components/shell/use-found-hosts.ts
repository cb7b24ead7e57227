'use client'

import { useEffect, useState } from 'react'

export interface FoundHost {
  id: string
  name: string
  address: string
  port: number
  accounts: { id: string; login: string }[]
}

/** The hosts that match what is typed; while the next answer is under way, the last one stays. */
export function useFoundHosts(active: boolean, query: string): FoundHost[] {
  const [found, setFound] = useState<FoundHost[]>([])
  useEffect(() => {
    if (!active) return
    const abort = new AbortController()
    const timer = setTimeout(
      () => {
        fetch(`/api/v1/hosts/lookup?q=${encodeURIComponent(query)}`, { signal: abort.signal })
          .then((answer) => (answer.ok ? answer.json() : []))
          .then((rows: FoundHost[]) => setFound(rows))
          .catch(() => {
            // Aborted by the next letter, or offline: the pages are still there.
          })
      },
      query ? 80 : 0,
    )
    return () => {
      clearTimeout(timer)
      abort.abort()
    }
  }, [active, query])
  return found
}
