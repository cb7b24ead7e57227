'use client'

import { useEffect, useState } from 'react'
import type { SnippetSummary } from '@/core/snippets/snippet-reads'

/** A snippet as it comes over the network; its times are not needed there. */
export type SnippetChoice = Omit<SnippetSummary, 'createdAt' | 'updatedAt'>

/** Every snippet that can be inserted, read anew each time that `active` becomes true; undefined until it is there. */
export function useSnippets(active: boolean): { snippets: SnippetChoice[] | undefined; failed: boolean } {
  const [snippets, setSnippets] = useState<SnippetChoice[]>()
  const [failed, setFailed] = useState(false)
  useEffect(() => {
    if (!active) return
    const leaving = new AbortController()
    setFailed(false)
    fetch('/api/v1/snippets', { signal: leaving.signal })
      .then(async (answer) => (answer.ok ? setSnippets(await answer.json()) : setFailed(true)))
      .catch(() => {
        if (!leaving.signal.aborted) setFailed(true)
      })
    return () => leaving.abort()
  }, [active])
  return { snippets, failed }
}
