'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field, Textarea } from '@/components/ui/field'
import { type Outcome, SubmitButton, useAction } from '@/components/ui/form'
import { toast } from '@/components/ui/toaster'
import type { ChangePreview } from '@/core/access/preview'
import { LossDialog } from './loss-dialog'

interface ReviewActionsProps {
  name: string
  confirm: (form: FormData) => Promise<Outcome<null>>
  previewRemove: () => Promise<Outcome<ChangePreview>>
  remove: (comment: string) => Promise<Outcome<null>>
}

/** The two answers to whether a grant is still needed, with a word on why. */
export function ReviewActions({ name, confirm, previewRemove, remove }: ReviewActionsProps) {
  const t = useTranslations('grants.reviewing')
  const common = useTranslations('common')
  const [open, setOpen] = useState(false)
  const [comment, setComment] = useState('')
  const { onSubmit, pending, fieldError, notice } = useAction(confirm, () => {
    setOpen(false)
    toast.success(t('done', { name }))
  })
  return (
    <div className="flex flex-wrap gap-1.5">
      <Button size="sm" aria-label={t('confirmName', { name })} onClick={() => setOpen(true)}>
        {t('confirm')}
      </Button>
      <LossDialog
        trigger={
          <Button size="sm" variant="quietDanger" aria-label={t('removeName', { name })}>
            {t('remove')}
          </Button>
        }
        title={t('removeTitle', { name })}
        text={t('removeText', { name })}
        confirm={t('remove')}
        ask={previewRemove}
        act={() => remove(comment)}
        done={t('removed', { name })}
      >
        <Field label={t('comment')} optional={common('optional')} hint={t('commentHint')}>
          <Textarea rows={2} maxLength={500} value={comment} onChange={(event) => setComment(event.target.value)} />
        </Field>
      </LossDialog>
      <Dialog open={open} onOpenChange={setOpen} title={t('confirmTitle', { name })} description={t('confirmText')}>
        <form method="post" className="flex flex-col gap-4" onSubmit={onSubmit}>
          {notice}
          <Field
            label={t('comment')}
            optional={common('optional')}
            hint={t('commentHint')}
            error={fieldError('comment')}
          >
            <Textarea name="comment" rows={2} maxLength={500} />
          </Field>
          <div className="flex justify-end gap-2">
            <Button onClick={() => setOpen(false)}>{common('cancel')}</Button>
            <SubmitButton pending={pending}>{t('confirm')}</SubmitButton>
          </div>
        </form>
      </Dialog>
    </div>
  )
}
