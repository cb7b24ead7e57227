'use client'

import { useTranslations } from 'next-intl'
import type { ComponentProps, ReactNode } from 'react'
import { Button } from './button'
import { ConfirmDialog } from './dialog'
import type { Outcome } from './form'
import { toast } from './toaster'
import { useRun } from './use-run'

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
  const { run, pending } = useRun()
  const press = () => run(action, { done: () => done && toast.success(done) })
  if (!ask) {
    return (
      <Button {...look} disabled={pending} onClick={press}>
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
      onConfirm={press}
    />
  )
}
