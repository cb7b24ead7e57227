'use client'

import { useTranslations } from 'next-intl'
import { useRef } from 'react'
import { toast } from 'sonner'
import { Field, Input } from '@/components/ui/field'
import { type Outcome, SubmitButton, useAction } from '@/components/ui/form'

interface Props {
  change: (form: FormData) => Promise<Outcome<null>>
  /** For password managers, which look for whose password it is. */
  name: string
}

export function PasswordForm({ change, name }: Props) {
  const t = useTranslations('profile.password')
  const hint = useTranslations('auth')('setup.hint')
  const element = useRef<HTMLFormElement>(null)
  const { onSubmit, pending, fieldError, notice, fail } = useAction(change, () => {
    element.current?.reset()
    toast.success(t('changed'))
  })
  return (
    <form
      method="post"
      ref={element}
      className="flex max-w-md flex-col gap-4"
      onSubmit={(event) => {
        const form = new FormData(event.currentTarget)
        if (form.get('password') === form.get('repeat')) {
          onSubmit(event)
          return
        }
        event.preventDefault()
        fail({ code: 'invalid-input', params: {}, fields: { repeat: 'mismatch' } })
      }}
    >
      {notice}
      <input type="text" name="username" autoComplete="username" defaultValue={name} hidden readOnly />
      <Field label={t('current')} error={fieldError('current')}>
        <Input name="current" type="password" autoComplete="current-password" required maxLength={256} />
      </Field>
      <Field label={t('new')} hint={hint} error={fieldError('password')}>
        <Input name="password" type="password" autoComplete="new-password" required maxLength={256} />
      </Field>
      <Field label={t('repeat')} error={fieldError('repeat')}>
        <Input name="repeat" type="password" autoComplete="new-password" required maxLength={256} />
      </Field>
      <div>
        <SubmitButton pending={pending}>{t('submit')}</SubmitButton>
      </div>
    </form>
  )
}
