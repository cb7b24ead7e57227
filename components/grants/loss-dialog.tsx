'use client'

import { useTranslations } from 'next-intl'
import { type ReactNode, useState, useTransition } from 'react'
import { ConfirmDialog } from '@/components/ui/dialog'
import { useErrorText } from '@/components/ui/error-notice'
import type { Outcome } from '@/components/ui/form'
import { toast } from '@/components/ui/toaster'
import { useRun } from '@/components/ui/use-run'
import type { ChangePreview } from '@/core/access/preview'
import { Changes } from './change-list'

interface LossDialogProps {
  trigger: ReactNode
  title: string
  /** What happens besides that people lose access. */
  text?: string
  confirm: string
  /** What doing it would take away; worked out when the question is asked. */
  ask: () => Promise<Outcome<ChangePreview>>
  /** Does it. Answers nothing when it leaves the page. */
  act: () => Promise<Outcome<null> | undefined>
  done?: string
  /** What else is asked. */
  children?: ReactNode
}

/** Asks before access is taken away, and names who loses what. */
export function LossDialog({ trigger, title, text, confirm, ask, act, done, children }: LossDialogProps) {
  const t = useTranslations('grants')
  const common = useTranslations('common')
  const { sentence } = useErrorText()
  const { run } = useRun()
  const [preview, setPreview] = useState<ChangePreview>()
  const [problem, setProblem] = useState<string>()
  const [, startTransition] = useTransition()
  const look = () =>
    startTransition(async () => {
      const outcome = await ask()
      if (outcome.ok) setPreview(outcome.value)
      else setProblem(sentence(outcome.error))
    })
  const losses = preview?.counts.losses ?? 0
  const said = problem ?? (preview ? t('action.loses', { count: losses }) : t('preview.running'))
  return (
    <ConfirmDialog
      trigger={trigger}
      title={title}
      description={[text, said].filter(Boolean).join(' ')}
      confirm={confirm}
      cancel={common('cancel')}
      waiting={!preview && !problem}
      onOpenChange={(open) => {
        setPreview(undefined)
        setProblem(undefined)
        if (open) look()
      }}
      onConfirm={() => run(act, { done: () => done && toast.success(done) })}
    >
      <div className="flex flex-col gap-3 text-sm empty:hidden">
        {preview && losses > 0 && (
          <Changes title={t('preview.lossTitle')} tone="text-danger" count={losses} changes={preview.losses} most={8} />
        )}
        {children}
      </div>
    </ConfirmDialog>
  )
}
