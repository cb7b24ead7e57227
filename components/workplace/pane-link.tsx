'use client'

import { createContext, useContext, useEffect, useRef } from 'react'
import type { Screen } from '@/components/terminal/screen'
import type { TerminalState } from '@/components/terminal/use-terminal'

/** What the workplace knows of a pane's session. */
export interface PaneFacts {
  phase: TerminalState['phase']
  sessionId: string | undefined
  /** What the host says is going on there; empty when it says nothing. */
  hostTitle: string
}

/** What the workplace may do with a pane's terminal. */
export interface PaneTerminalHandle {
  focus(): void
  /** As if it had been typed here. */
  input(data: string): void
  paste(text: string): void
  /** Whether the program on the screen takes a paste as one, rather than line by line. */
  bracketedPaste(): boolean
  /** Whether the program on the screen has asked for the cursor keys' other sequences. */
  applicationCursorKeys(): boolean
  /** Ends the session. */
  end(): void
}

/** A terminal's way to the workplace around it. */
export interface PaneLink {
  report(facts: PaneFacts): void
  typed(data: string): void
  pasted(text: string): void
  /** Names of the panes that get what is pasted here too and would run its lines one by one; this one among them. */
  runners(): readonly string[]
  unread(what: 'output' | 'bell'): void
  attach(handle: PaneTerminalHandle): () => void
}

export const PaneLinkContext = createContext<PaneLink | undefined>(undefined)

/**
 * Tells the workplace, if there is one around, what happens in a terminal, and lends it the terminal, once it is there.
 * `end` ends the session.
 */
export function usePaneLink(state: TerminalState, view: Screen | undefined, end: () => void): void {
  const link = useContext(PaneLinkContext)
  const endNow = useRef(end)
  const { phase, opened, hostTitle } = state
  const sessionId = opened?.sessionId
  useEffect(() => link?.report({ phase, sessionId, hostTitle }), [link, phase, sessionId, hostTitle])
  useEffect(() => {
    endNow.current = end
  })
  useEffect(() => (link && view ? join(link, view, () => endNow.current()) : undefined), [link, view])
}

function join(link: PaneLink, view: Screen, end: () => void): () => void {
  const { terminal } = view
  const ends = [
    terminal.onWriteParsed(() => link.unread('output')),
    terminal.onBell(() => link.unread('bell')),
    {
      dispose: view.listen({
        typed: (text) => link.typed(text),
        pasted: (text) => link.pasted(text),
        runners: () => link.runners(),
      }),
    },
  ]
  const leave = link.attach({
    focus: () => terminal.focus(),
    input: (data) => view.relay(data, 'input'),
    paste: (text) => view.relay(text, 'paste'),
    bracketedPaste: () => terminal.modes.bracketedPasteMode,
    applicationCursorKeys: () => terminal.modes.applicationCursorKeysMode,
    end,
  })
  return () => {
    leave()
    for (const end of ends) end.dispose()
  }
}
