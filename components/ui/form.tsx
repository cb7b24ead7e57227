'use client'

import { LoaderCircle } from 'lucide-react'
import {
  type ComponentProps,
  type FormEvent,
  type ReactNode,
  useCallback,
  useEffect,
  useRef,
  useState,
  useTransition,
} from 'react'
import { useAskAgain } from './ask-again'
import { Button } from './button'
import { ErrorNotice, type ShownError, useErrorText } from './error-notice'
import type { Outcome } from './outcome'

export type { Outcome }

/**
 * Runs a server action from a form: what was typed stays, what is wrong is said beside its field, and the form says so
 * too; the first wrong field gets the focus. `fieldError('port')` gives the words for a field.
 */
export function useAction<T>(action: (form: FormData) => Promise<Outcome<T>>, done?: (value: T) => void) {
  const [failure, setFailure] = useState<ShownError>()
  const [pending, startTransition] = useTransition()
  const words = useErrorText()
  const askAgain = useAskAgain()
  const sent = useRef<HTMLFormElement>(null)

  const run = useCallback(
    (form: FormData) => {
      const attempt = () =>
        startTransition(async () => {
          const outcome = await action(form)
          // A redirect leaves nothing to show.
          if (!outcome) return
          if (outcome.ok) {
            setFailure(undefined)
            done?.(outcome.value)
            return
          }
          const refused = () => setFailure(outcome.error)
          if (!askAgain(outcome.error, { again: attempt, refused })) refused()
        })
      attempt()
    },
    [action, done, askAgain],
  )
  useEffect(() => {
    if (failure) sent.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [failure])

  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (pending) return
    sent.current = event.currentTarget
    run(new FormData(event.currentTarget))
  }
  const fieldError = (field: string): string | undefined => words.field(failure, field)
  const notice: ReactNode = failure ? <ErrorNotice error={failure} /> : null
  return { onSubmit, run, pending, failure, fieldError, notice, fail: setFailure }
}

/** The button that sends a form, and shows that it is under way. */
export function SubmitButton({ pending, children, ...rest }: ComponentProps<typeof Button> & { pending: boolean }) {
  return (
    <Button type="submit" variant="primary" aria-disabled={pending} {...rest}>
      {pending && <LoaderCircle aria-hidden className="animate-spin" />}
      {children}
    </Button>
  )
}
