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
const known = ['sign-in-failed', 'limit-reached', 'second-factor-wrong', 'passkey-wrong'] as const

/** How a sign-in goes on: the app's code or a recovery code, or a passkey's answer. */
type Second = { code: string } | { passkey: string }

interface Props {
  party: RelyingParty | null
  /** The questions for a passkey: alone, and after the password. */
  askAlone: Ask
  askSecond: Ask
}
type Ask = () => Promise<Outcome<RequestOptions>>

export function SignInForm({ party, askAlone, askSecond }: Props) {
  const t = useTranslations('passkey')
  const errors = useTranslations('errors')
  const [failure, setFailure] = useState<string>()
  const [pending, setPending] = useState(false)
  const [typed, setTyped] = useState<Typed>()
  /** What they have for a second factor: `app`, `passkey`. */
  const [methods, setMethods] = useState<string[]>([])

  const explain = (error: string) => {
    const [code, seconds] = error.split(':')
    if (code === 'sign-in-blocked') return errors('sign-in-blocked', { seconds: Number(seconds) })
    return errors(known.find((one) => one === code) ?? 'internal')
  }

  const enter = async (provider: 'credentials' | 'passkey', given: Record<string, string>) => {
    setPending(true)
    setFailure(undefined)
    const answer = await signIn(provider, { redirect: false, ...given }).catch(() => undefined)
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
    <>
      <PasswordStep failure={failure} pending={pending} send={(given) => void send(given)} />
      {/* Nobody has one where there can be none. */}
      {party && (
        <div className="mt-4 flex flex-col border-line border-t pt-4">
          <PasskeyButton party={party} ask={askAlone} use={(answer) => void sendAlone(answer)} pending={pending}>
            {t('use')}
          </PasskeyButton>
        </div>
      )}
    </>
  )
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
