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
const known = [
  'sign-in-failed',
  'limit-reached',
  'second-factor-wrong',
  'password-sign-in-off',
  'provider-refused',
  'provider-failed',
  'provider-unreachable',
  'provider-not-allowed',
  'provider-name-unusable',
  'provider-name-taken',
  'provider-factor-missing',
  'account-disabled',
] as const

interface SignInFormProps {
  /** What the identity provider is called, where there is one. */
  provider: string | undefined
  /** Whether people may sign in by a password. */
  byPassword: boolean
  /** What became of a sign-in through the provider, which comes back to this page. */
  failed: string | undefined
}

/** The ways to sign in: name, password and code; through the identity provider. */
export function SignInForm({ provider, byPassword, failed }: SignInFormProps) {
  const [t, errors] = [useTranslations('auth'), useTranslations('errors')]
  const [failure, setFailure] = useState<string | undefined>(() => (failed ? explain(failed) : undefined))
  const [pending, setPending] = useState(false)
  const [typed, setTyped] = useState<Typed>()

  function explain(error: string): string {
    const [code, seconds] = error.split(':')
    if (code === 'sign-in-blocked') return errors('sign-in-blocked', { seconds: Number(seconds) || 0 })
    // next-auth's own word for a provider that did not answer.
    if (code === 'OAuthSignin') return errors('provider-unreachable')
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
  return (
    <div className="flex flex-col gap-4">
      {failure && <Notice title={failure} />}
      {provider && (
        <Button
          variant={byPassword ? 'secondary' : 'primary'}
          disabled={pending}
          onClick={() => {
            setPending(true)
            void signIn('oidc', { callbackUrl: '/' })
          }}
        >
          {t('signIn.provider', { name: provider })}
        </Button>
      )}
      {provider && byPassword && (
        <p className="flex items-center gap-3 text-muted text-sm before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
          {t('signIn.or')}
        </p>
      )}
      {byPassword && <PasswordStep pending={pending} send={(given) => void send(given)} />}
    </div>
  )
}

interface PasswordStepProps {
  pending: boolean
  send: (given: Typed) => void
}

function PasswordStep({ pending, send }: PasswordStepProps) {
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
