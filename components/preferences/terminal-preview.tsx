'use client'

import '@xterm/xterm/css/xterm.css'
import '@/components/terminal/terminal.css'
import { UnicodeGraphemesAddon } from '@xterm/addon-unicode-graphemes'
import { type ITerminalOptions, Terminal } from '@xterm/xterm'
import { useEffect, useRef, useState } from 'react'
import { loadFont, terminalOptions } from '@/components/terminal/options'
import { coloursOf, type PageTheme } from '@/components/terminal/themes'
import { usePageTheme } from '@/components/terminal/use-page-theme'
import type { Preferences } from '@/core/preferences/preferences'
import { sample } from './sample'

const rows = 12

/** xterm draws no cursor before a terminal has had the focus, which this one never gets, or has been told to leave the other screen. */
const cursorShown = '\u001b[?47l'

/** As in a terminal, but for the cursor: its style is that of the one with the focus, not the outline of those without. */
function previewOptions(preferences: Preferences, page: PageTheme): ITerminalOptions {
  return { ...terminalOptions(preferences, page), cursorInactiveStyle: preferences.cursorStyle }
}

/** A real terminal with the preferences as they are chosen now. Nothing can be typed in it. */
export function TerminalPreview({ preferences, label }: { preferences: Preferences; label: string }) {
  const page = usePageTheme()
  const place = useRef<HTMLDivElement>(null)
  const [terminal, setTerminal] = useState<Terminal>()
  const first = useRef({ preferences, page })

  useEffect(() => {
    const element = place.current
    if (!element) return
    const { preferences: chosen, page: now } = first.current
    const made = new Terminal({
      ...previewOptions(chosen, now),
      allowProposedApi: true,
      disableStdin: true,
      rows,
      cols: 56,
      // A screen reader has the form; the sample says nothing.
      screenReaderMode: false,
    })
    made.loadAddon(new UnicodeGraphemesAddon())
    made.open(element)
    made.textarea?.setAttribute('tabindex', '-1')
    made.write(cursorShown + sample)
    setTerminal(made)
    return () => made.dispose()
  }, [])

  useEffect(() => {
    if (!terminal) return
    const { fontFamily, screenReaderMode: _, scrollback: __, ...rest } = previewOptions(preferences, page)
    Object.assign(terminal.options, rest)
    let gone = false
    const setFont = () => {
      if (!gone) terminal.options.fontFamily = fontFamily
    }
    loadFont(preferences.font).then(setFont, setFont)
    return () => {
      gone = true
    }
  }, [terminal, preferences, page])

  const { background } = coloursOf(preferences.theme, page)
  return (
    <div
      role="img"
      aria-label={label}
      className="overflow-hidden rounded-lg border border-line p-2"
      // Not before the browser says which page it is: React leaves a style that the server has sent as it was.
      style={terminal && { background }}
    >
      <div ref={place} inert />
    </div>
  )
}
