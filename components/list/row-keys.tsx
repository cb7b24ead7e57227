'use client'

import { useEffect } from 'react'
import { isTyping } from '@/components/ui/keys'

/**
 * j and k go through a list's rows (their links with `data-row`), c follows the first `data-connect` link of the row that
 * has the focus. Enter is the link's own.
 */
export function RowKeys() {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (isTyping(event) || document.querySelector('[role="dialog"], [role="menu"]')) return
      const rows = [...document.querySelectorAll<HTMLElement>('[data-row]')]
      const at = rows.findIndex((row) => row.closest('tr')?.contains(document.activeElement))
      if (event.key === 'j' || event.key === 'k') {
        const next = rows[at < 0 ? 0 : at + (event.key === 'j' ? 1 : -1)]
        next?.focus()
        next?.scrollIntoView({ block: 'nearest' })
        event.preventDefault()
      }
      if (event.key === 'c') rows[at]?.closest('tr')?.querySelector<HTMLElement>('[data-connect]')?.click()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
  return null
}
