'use client'

import { useEffect } from 'react'

/**
 * Keeps `--visible-height` at what the on-screen keyboard leaves of the window, so that a terminal's last line stays in sight.
 * Not every browser makes the page smaller for its keyboard; the visual viewport tells.
 */
export function useVisibleHeight(): void {
  useEffect(() => {
    const viewport = window.visualViewport
    if (!viewport) return
    const { style } = document.documentElement
    const follow = () => {
      // Pinched in, the viewport is small too: that is no keyboard.
      if (viewport.scale > 1.01) return
      style.setProperty('--visible-height', `${Math.round(viewport.height)}px`)
      // A browser that scrolled the page to the field under the keyboard hides the bar above it.
      if (viewport.offsetTop > 0) window.scrollTo(0, 0)
    }
    follow()
    viewport.addEventListener('resize', follow)
    return () => {
      viewport.removeEventListener('resize', follow)
      style.removeProperty('--visible-height')
    }
  }, [])
}
