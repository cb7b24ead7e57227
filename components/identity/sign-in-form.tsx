'use client'

import { signIn } from 'next-auth/react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Field, Input } from '@/components/ui/field'
import { Notice } from '@/components/ui/surfaces'
import { CodeField } from './code-field'

/** What was typed in the first step. It stays in this page alone: the server keeps nothing of a password without its code. */
interface Typed {
  name: string
  password: string
}

/** Errors that have words of their own here; any other is a fault of ours. */
const known = ['sign-in-failed', 'limit-reached', 'second-factor-wrong'] as const

export function SignInForm() {
  const errors = useTranslations('errors')
  const [failure, setFailure] = useState<string>()
  const [pending, setPending] = useState(false)
  const [typed, setTyped] = useState<Typed>()

  const explain = (error: string) => {
    const [code, seconds] = error.split(':')
    if (code === 'sign-in-blocked') return errors('sign-in-blocked', { seconds: Number(seconds) })
    return errors(known.find((one) => one === code) ?? 'internal')
  }

  const send = async (given: Typed, code?: string) => {
    setPending(true)
    setFailure(undefined)
    const answer = await signIn('credentials', { redirect: false, ...given, ...(code ? { code } : {}) }).catch(
      () => undefined,
    )
    if (answer?.ok && !answer.error) {
      window.location.assign('/')
      return
    }
    if (answer?.error === 'second-factor-required') setTyped(given)
    else {
      // The password was changed meanwhile: both are asked again.
      if (answer?.error === 'sign-in-failed') setTyped(undefined)
      setFailure(explain(answer?.error ?? ''))
    }
    setPending(false)
  }

  if (typed) {
    return (
      <CodeStep
        failure={failure}
        pending={pending}
        send={(code) => void send(typed, code)}
        back={() => {
          setTyped(undefined)
          setFailure(undefined)
        }}
      />
    )
  }
  return <PasswordStep failure={failure} pending={pending} send={(given) => void send(given)} />
}

interface PasswordStepProps {
  failure: string | undefined
  pending: boolean
  send: (given: Typed) => void
}

function PasswordStep({ failure, pending, send }: PasswordStepProps) {
  const t = useTranslations('auth')
  return (
    <form
      method="post"
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        const form = new FormData(event.currentTarget)
        send({ name: String(form.get('name')), password: String(form.get('password')) })
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

interface CodeStepProps {
  failure: string | undefined
  pending: boolean
  send: (code: string) => void
  back: () => void
}

function CodeStep({ failure, pending, send, back }: CodeStepProps) {
  const [t, factor] = [useTranslations('auth'), useTranslations('factor')]
  const [recovery, setRecovery] = useState(false)
  return (
    <form
      method="post"
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        send(String(new FormData(event.currentTarget).get('code')))
      }}
    >
      {failure && <Notice title={failure} />}
      <CodeField
        // Another field: what was typed into the one is nothing for the other.
        key={String(recovery)}
        label={recovery ? factor('recoveryCode') : factor('code')}
        hint={recovery ? factor('signIn.recoveryHint') : factor('signIn.hint')}
        letters={recovery}
      />
      <Button type="submit" variant="primary" disabled={pending}>
        {t('signIn.submit')}
      </Button>
      <div className="flex flex-wrap justify-between gap-2">
        <Button size="sm" variant="ghost" onClick={() => setRecovery(!recovery)}>
          {recovery ? factor('signIn.useApp') : factor('signIn.useRecovery')}
        </Button>
        <Button size="sm" variant="ghost" onClick={back}>
          {factor('signIn.back')}
        </Button>
      </div>
    </form>
  )
}
