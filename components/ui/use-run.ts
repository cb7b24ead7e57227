'use client'

import { useTransition } from 'react'
import { useAskAgain } from './ask-again'
import { useErrorText } from './error-notice'
import type { Outcome } from './form'
import { toast } from './toaster'

/** What follows on an action. */
interface Then<T> {
  done?: (value: T) => void
  /** After it was said why not. */
  refused?: () => void
}

/**
 * Runs an action outside of a form: what fails is said in a toast, and where a fresh proof is missing it is asked for and the
 * action runs again. An action that answers nothing has left the page.
 */
export function useRun() {
  const { sentence } = useErrorText()
  const askAgain = useAskAgain()
  const [pending, startTransition] = useTransition()
  const run = <T>(action: () => Promise<Outcome<T> | undefined>, then: Then<T> = {}) =>
    startTransition(async () => {
      const outcome = await action()
      if (!outcome) return
      if (outcome.ok) {
        then.done?.(outcome.value)
        return
      }
      const refused = () => {
        toast.error(sentence(outcome.error))
        then.refused?.()
      }
      if (!askAgain(outcome.error, { again: () => run(action, then), refused })) refused()
    })
  return { run, pending }
}
