'use client'

import { createContext, useContext } from 'react'
import type { ShownError } from './error-notice'

/** What an action does once the person has given the fresh proof that it asked for, or has not. */
export interface GoOn {
  again: () => void
  refused: () => void
}

/**
 * Takes an action's error; true when it asks for a fresh proof: then the person is asked, and one of `go` is called in the end.
 * Nothing waits for that inside a transition, which would hold back the question's own.
 */
export type AskAgain = (error: ShownError, go: GoOn) => boolean

/** What the portal's frame puts in place (components/identity/step-up.tsx); elsewhere an action's error stands. */
export const AskAgainContext = createContext<AskAgain>(() => false)

/** For every form and button that runs an action on the server. */
export function useAskAgain(): AskAgain {
  return useContext(AskAgainContext)
}
