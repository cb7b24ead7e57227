'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { toast } from 'sonner'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field, Input } from '@/components/ui/field'
import { type Outcome, SubmitButton, useAction } from '@/components/ui/form'

interface UserMailProps {
  name: string
  email: string | null
  /** Absent for whoever may look and no more. */
  change?: (form: FormData) => Promise<Outcome<null>>
}

/** Where a user's mail goes, and how an administrator changes it. */
export function UserMail({ name, email, change }: UserMailProps) {
  const t = useTranslations('users')
  const common = useTranslations('common')
  return (
    <span className="flex flex-wrap items-baseline gap-x-2 gap-y-1">
      {email ? (
        <span className="min-w-0 break-all">{email}</span>
      ) : (
        <span className="text-muted">{common('none')}</span>
      )}
      {change && <ChangeMail name={name} email={email} change={change} label={t('mail.changeOf', { name })} />}
    </span>
  )
}

function ChangeMail({ name, email, change, label }: Required<UserMailProps> & { label: string }) {
  const t = useTranslations('users')
  const common = useTranslations('common')
  const [open, setOpen] = useState(false)
  const { onSubmit, pending, fieldError, notice } = useAction(change, () => {
    setOpen(false)
    toast.success(common('saved'))
  })
  return (
    <>
      <Button size="sm" aria-label={label} onClick={() => setOpen(true)}>
        {t('mail.change')}
      </Button>
      <Dialog open={open} onOpenChange={setOpen} title={t('mail.title', { name })} description={t('mail.text')}>
        <form method="post" className="flex flex-col gap-4" onSubmit={onSubmit}>
          {notice}
          <Field label={t('email')} error={fieldError('email')}>
            <Input name="email" type="email" maxLength={254} autoComplete="off" defaultValue={email ?? ''} />
          </Field>
          <div>
            <SubmitButton pending={pending}>{common('save')}</SubmitButton>
          </div>
        </form>
      </Dialog>
    </>
  )
}
