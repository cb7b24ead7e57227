'use client'

import { type RefObject, useEffect, useRef } from 'react'

/**
 * Whether the person is moving the focus just now, with the pointer or with Tab. A terminal that opens takes the
 * keyboard by itself, and must not take it away from the one in which they type.
 */
export function useIntent(): RefObject<boolean> {
  const intent = useRef(false)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>
    const onMove = (event: Event) => {
      if (event instanceof KeyboardEvent && event.key !== 'Tab') return
      intent.current = true
      clearTimeout(timer)
      // The focus moves in the same task, after all listeners.
      timer = setTimeout(() => {
        intent.current = false
      })
    }
    window.addEventListener('pointerdown', onMove, true)
    window.addEventListener('keydown', onMove, true)
    return () => {
      window.removeEventListener('pointerdown', onMove, true)
      window.removeEventListener('keydown', onMove, true)
      clearTimeout(timer)
    }
  }, [])
  return intent
}
