'use client'

import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { Field, Input } from '@/components/ui/field'
import { type Outcome, useAction } from '@/components/ui/form'

export function SetupForm({
  askName,
  redeem,
}: {
  askName: boolean
  redeem: (form: FormData) => Promise<Outcome<null>>
}) {
  const t = useTranslations('auth')
  const { onSubmit, pending, fieldError, notice, fail } = useAction(redeem)
  return (
    <form
      method="post"
      className="flex flex-col gap-4"
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
      {askName && (
        <Field label={t('name')} error={fieldError('name')}>
          <Input
            name="name"
            autoComplete="username"
            autoFocus
            required
            maxLength={100}
            autoCapitalize="none"
            spellCheck={false}
          />
        </Field>
      )}
      <Field label={t('password')} hint={t('setup.hint')} error={fieldError('password')}>
        <Input name="password" type="password" autoComplete="new-password" required minLength={1} maxLength={256} />
      </Field>
      <Field label={t('repeat')} error={fieldError('repeat')}>
        <Input name="repeat" type="password" autoComplete="new-password" required maxLength={256} />
      </Field>
      <Button type="submit" variant="primary" disabled={pending}>
        {t('setup.submit')}
      </Button>
    </form>
  )
}
