'use client'

import { useEffect, useState } from 'react'

/** How long typing must rest before it is looked up. */
const restMs = 120

/**
 * What the server finds for what is typed: `url` and the encoded text. While an answer is under way the last one stays, and
 * `settled` is false. Nothing is asked unless `active`.
 */
export function useLookup<Row>(url: string, active: boolean, text: string) {
  const [found, setFound] = useState<{ rows: Row[]; text?: string; failed: boolean }>({ rows: [], failed: false })
  useEffect(() => {
    if (!active) return
    const leaving = new AbortController()
    const timer = setTimeout(
      () => {
        fetch(url + encodeURIComponent(text), { signal: leaving.signal })
          .then(async (answer) => {
            if (!answer.ok) throw new Error(String(answer.status))
            setFound({ rows: await answer.json(), text, failed: false })
          })
          .catch(() => {
            if (!leaving.signal.aborted) setFound({ rows: [], text, failed: true })
          })
      },
      text ? restMs : 0,
    )
    return () => {
      clearTimeout(timer)
      leaving.abort()
    }
  }, [url, active, text])
  return { rows: found.rows, failed: found.failed, settled: found.text === text }
}
