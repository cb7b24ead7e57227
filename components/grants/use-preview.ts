'use client'

import { useState, useTransition } from 'react'
import type { ShownError } from '@/components/ui/error-notice'
import type { Outcome } from '@/components/ui/form'
import type { ChangePreview } from '@/core/access/preview'

interface Shown {
  /** What the form said then. */
  key: string
  preview: ChangePreview
}

/** What a form's change would do, worked out on demand; knows when the form has changed since. */
export function usePreview(
  ask: (form: FormData) => Promise<Outcome<ChangePreview>>,
  fail: (error: ShownError) => void,
) {
  const [shown, setShown] = useState<Shown>()
  const [pending, startTransition] = useTransition()
  const run = (form: FormData, then?: (preview: ChangePreview) => void) =>
    startTransition(async () => {
      const outcome = await ask(form)
      if (!outcome.ok) {
        fail(outcome.error)
        return
      }
      setShown({ key: keyOf(form), preview: outcome.value })
      then?.(outcome.value)
    })
  return { shown, pending, run, isOf: (form: FormData) => shown?.key === keyOf(form) }
}

/** Everything that a form holds, in one text. */
export function keyOf(form: FormData): string {
  return JSON.stringify([...form].map(([name, value]) => [name, String(value)]))
}
