'use client'

import type { Terminal } from '@xterm/xterm'
import { createContext, type RefObject, useContext, useEffect, useRef } from 'react'
import type { TerminalState } from '@/components/terminal/use-terminal'

/** What the workplace knows of a pane's session. */
export interface PaneFacts {
  phase: TerminalState['phase']
  sessionId: string | undefined
}

/** What the workplace may do with a pane's terminal. */
export interface PaneTerminalHandle {
  focus(): void
  /** As if it had been typed here. */
  input(data: string): void
  paste(text: string): void
  /** Whether the program on the screen has asked for the cursor keys' other sequences. */
  applicationCursorKeys(): boolean
  /** Ends the session. */
  end(): void
}

/** A terminal's way to the workplace around it. */
export interface PaneLink {
  report(facts: PaneFacts): void
  typed(data: string): void
  unread(what: 'output' | 'bell'): void
  attach(handle: PaneTerminalHandle): () => void
}

export const PaneLinkContext = createContext<PaneLink | undefined>(undefined)

/**
 * Tells the workplace, if there is one around, what happens in a terminal, and lends it the terminal. `screen` may be
 * filled after the first render, with any that comes with a change of `state`. `end` ends the session.
 */
export function usePaneLink(
  state: TerminalState,
  screen: RefObject<{ terminal: Terminal } | undefined>,
  end: () => void,
): void {
  const link = useContext(PaneLinkContext)
  const endNow = useRef(end)
  const { phase, opened } = state
  const sessionId = opened?.sessionId
  useEffect(() => link?.report({ phase, sessionId }), [link, phase, sessionId])

  const linked = useRef<{ terminal: Terminal; end: () => void }>(undefined)
  useEffect(() => {
    endNow.current = end
    const terminal = screen.current?.terminal
    if (!link || !terminal || linked.current?.terminal === terminal) return
    linked.current?.end()
    linked.current = { terminal, end: join(link, terminal, () => endNow.current()) }
  })
  useEffect(() => () => linked.current?.end(), [])
}

function join(link: PaneLink, terminal: Terminal, end: () => void): () => void {
  // What arrives from another pane is typed here, and must not go round.
  let relayed = false
  const quietly = (work: () => void) => {
    relayed = true
    work()
    relayed = false
  }
  const ends = [
    terminal.onData((data) => relayed || link.typed(data)),
    terminal.onWriteParsed(() => link.unread('output')),
    terminal.onBell(() => link.unread('bell')),
  ]
  const leave = link.attach({
    focus: () => terminal.focus(),
    input: (data) => quietly(() => terminal.input(data)),
    paste: (text) => quietly(() => terminal.paste(text)),
    applicationCursorKeys: () => terminal.modes.applicationCursorKeysMode,
    end,
  })
  return () => {
    leave()
    for (const end of ends) end.dispose()
  }
}
