'use client'

import { signIn } from 'next-auth/react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Field, Input } from '@/components/ui/field'
import { Notice } from '@/components/ui/surfaces'

export function SignInForm() {
  const t = useTranslations('auth')
  const errors = useTranslations('errors')
  const [failure, setFailure] = useState<string>()
  const [pending, setPending] = useState(false)

  const submit = async (form: FormData) => {
    setPending(true)
    setFailure(undefined)
    try {
      const answer = await signIn('credentials', {
        redirect: false,
        name: form.get('name'),
        password: form.get('password'),
      })
      if (answer?.ok && !answer.error) {
        window.location.assign('/')
        return
      }
      setFailure(explain(answer?.error))
    } catch {
      setFailure(errors('internal'))
    }
    setPending(false)
  }

  const explain = (error: string | null | undefined) => {
    const [code, seconds] = (error ?? '').split(':')
    if (code === 'sign-in-blocked') return errors('sign-in-blocked', { seconds: Number(seconds) })
    return code === 'sign-in-failed' || code === 'limit-reached' ? errors(code) : errors('internal')
  }

  return (
    <form
      method="post"
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        void submit(new FormData(event.currentTarget))
      }}
    >
      {failure && <Notice title={failure} />}
      <Field label={t('name')}>
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
      <Field label={t('password')}>
        <Input name="password" type="password" autoComplete="current-password" required maxLength={256} />
      </Field>
      <Button type="submit" variant="primary" disabled={pending}>
        {t('signIn.submit')}
      </Button>
    </form>
  )
}
