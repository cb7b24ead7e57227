'use client'

import { useEffect, useState } from 'react'
import type { RoleLabel } from '@/core/access/roles'

export interface Candidate {
  id: string
  name: string
  role: RoleLabel
}

interface Found {
  people: Candidate[]
  /** What was looked up for them; undefined before the first answer. */
  query?: string
  failed: boolean
}

/**
 * The first people that match what is typed and are not in the group; asked anew also when `round` changes. While an answer is
 * under way the last one stays, and `settled` is false.
 */
export function useCandidates(groupId: string, active: boolean, query: string, round: number) {
  const [found, setFound] = useState<Found>({ people: [], failed: false })
  const asked = `${round} ${query}`
  useEffect(() => {
    if (!active) return
    const leaving = new AbortController()
    const timer = setTimeout(
      () => {
        fetch(`/api/v1/groups/${groupId}/candidates?q=${encodeURIComponent(query)}`, { signal: leaving.signal })
          .then(async (answer) => {
            if (!answer.ok) throw new Error(String(answer.status))
            setFound({ people: await answer.json(), query: asked, failed: false })
          })
          .catch(() => {
            if (!leaving.signal.aborted) setFound({ people: [], query: asked, failed: true })
          })
      },
      query ? 80 : 0,
    )
    return () => {
      clearTimeout(timer)
      leaving.abort()
    }
  }, [groupId, active, query, asked])
  return { people: found.people, failed: found.failed, settled: found.query === asked }
}
