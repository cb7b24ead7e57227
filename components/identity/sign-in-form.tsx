'use client'

import { signIn } from 'next-auth/react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Field, Input } from '@/components/ui/field'
import type { Outcome } from '@/components/ui/form'
import { Notice } from '@/components/ui/surfaces'
import type { RelyingParty } from '@/core/identity/relying-party'
import type { RequestOptions } from '@/core/identity/webauthn'
import { PasskeyButton } from './passkey-button'
import { SecondStep } from './second-step'

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
  'passkey-wrong',
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

/** How a sign-in goes on: the app's code or a recovery code, or a passkey's answer. */
type Second = { code: string } | { passkey: string }

interface Props {
  /** What the identity provider is called, where there is one. */
  provider: string | undefined
  /** Whether people may sign in by a password, and what goes with it. */
  byPassword: boolean
  /** Where passkeys work; null: nobody can have one, or they open nothing. */
  party: RelyingParty | null
  /** The questions for a passkey: alone, and after the password. */
  askAlone: Ask
  askSecond: Ask
  /** What became of a sign-in through the provider, which comes back to this page. */
  failed: string | undefined
}
type Ask = () => Promise<Outcome<RequestOptions>>

/** The ways to sign in: name, password and a second factor; a passkey alone; through the identity provider. */
export function SignInForm({ provider, byPassword, party, askAlone, askSecond, failed }: Props) {
  const [t, errors, keys] = [useTranslations('auth'), useTranslations('errors'), useTranslations('passkey')]
  const [failure, setFailure] = useState<string | undefined>(() => (failed ? explain(failed) : undefined))
  const [pending, setPending] = useState(false)
  const [typed, setTyped] = useState<Typed>()
  /** What they have for a second factor: `app`, `passkey`. */
  const [methods, setMethods] = useState<string[]>([])

  function explain(error: string): string {
    const [code, seconds] = error.split(':')
    if (code === 'sign-in-blocked') return errors('sign-in-blocked', { seconds: Number(seconds) || 0 })
    // next-auth's own word for a provider that did not answer.
    if (code === 'OAuthSignin') return errors('provider-unreachable')
    return errors(known.find((one) => one === code) ?? 'internal')
  }

  const enter = async (way: 'credentials' | 'passkey', given: Record<string, string>) => {
    setPending(true)
    setFailure(undefined)
    // Without an address of its own it would come back with this page's, and with an `error` that may stand in it.
    const answer = await signIn(way, { redirect: false, callbackUrl: '/', ...given }).catch(() => undefined)
    if (answer?.ok && !answer.error) {
      window.location.assign('/')
      return undefined
    }
    setPending(false)
    return answer?.error ?? ''
  }

  const send = async (given: Typed, second?: Second) => {
    const error = await enter('credentials', { ...given, ...second })
    if (error === undefined) return
    if (error.startsWith('second-factor-required:')) {
      setTyped(given)
      setMethods(error.split(':')[1]?.split(' ') ?? [])
      return
    }
    // The password was changed meanwhile: both are asked again.
    if (error === 'sign-in-failed') setTyped(undefined)
    setFailure(explain(error))
  }

  const sendAlone = async (passkey: string) => {
    const error = await enter('passkey', { passkey })
    if (error !== undefined) setFailure(explain(error))
  }

  if (typed) {
    return (
      <SecondStep
        failure={failure}
        pending={pending}
        methods={methods}
        party={party}
        ask={askSecond}
        send={(second) => void send(typed, second)}
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
      {byPassword && <PasswordStep pending={pending} send={(given) => void send(given)} />}
      {byPassword && (provider || party) && (
        <p className="flex items-center gap-3 text-muted text-sm before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
          {t('signIn.or')}
        </p>
      )}
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
      {party && (
        <PasskeyButton party={party} ask={askAlone} use={(answer) => void sendAlone(answer)} pending={pending}>
          {keys('use')}
        </PasskeyButton>
      )}
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
