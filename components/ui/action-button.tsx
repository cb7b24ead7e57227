'use client'

import { useTranslations } from 'next-intl'
import { type ComponentProps, type ReactNode, useTransition } from 'react'
import { toast } from 'sonner'
import { useAskAgain } from './ask-again'
import { Button } from './button'
import { ConfirmDialog } from './dialog'
import { useErrorText } from './error-notice'
import type { Outcome } from './form'

type Look = Pick<ComponentProps<typeof Button>, 'variant' | 'size' | 'className' | 'aria-label'>

interface Props extends Look {
  /** Runs on the server and has the page drawn anew. */
  action: () => Promise<Outcome<null>>
  children: ReactNode
  /** What is said once it is done. */
  done?: string
  /** Asks first. */
  ask?: { title: string; description: string; confirm: string }
}

/** A button that does something at once, or after a question; what fails is said in a toast. */
export function ActionButton({ action, children, done, ask, ...look }: Props) {
  const t = useTranslations('common')
  const { sentence } = useErrorText()
  const askAgain = useAskAgain()
  const [pending, startTransition] = useTransition()
  const run = () =>
    startTransition(async () => {
      const outcome = await action()
      if (outcome.ok) {
        if (done) toast.success(done)
        return
      }
      const refused = () => void toast.error(sentence(outcome.error))
      if (!askAgain(outcome.error, { again: run, refused })) refused()
    })
  if (!ask) {
    return (
      <Button {...look} disabled={pending} onClick={run}>
        {children}
      </Button>
    )
  }
  return (
    <ConfirmDialog
      trigger={
        <Button {...look} disabled={pending}>
          {children}
        </Button>
      }
      {...ask}
      cancel={t('cancel')}
      onConfirm={run}
    />
  )
}
