'use client'

import { useTranslations } from 'next-intl'
import { type ReactNode, useRef, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Field, Input } from '@/components/ui/field'
import { type Outcome, SubmitButton, useAction } from '@/components/ui/form'
import type { RelyingParty } from '@/core/identity/relying-party'
import type { RequestOptions } from '@/core/identity/webauthn'
import { CodeField } from './code-field'
import { PasskeyButton } from './passkey-button'

/** What someone can prove themselves with. */
export interface Means {
  /** Whose it is, for password managers. */
  name: string
  app: boolean
  passkey: boolean
  party: RelyingParty | null
  /** The question for one of their passkeys. */
  ask: () => Promise<Outcome<RequestOptions>>
}

interface Props<T> {
  means: Means
  action: (form: FormData) => Promise<Outcome<T>>
  done: (value: T, form: FormData) => void
  submit: string
  /** Whether a recovery code will do. */
  recovery?: boolean
  danger?: boolean
  /** Fields of its own, with what is wrong with them. */
  children?: (fieldError: (field: string) => string | undefined) => ReactNode
}

/**
 * A form that asks who fills it in: for a code of the app or a passkey of those who have one, for the password of anyone else.
 * The action gets `password`, `code` or `passkey`.
 */
export function ProofForm<T>({ means, action, done, submit, recovery = false, danger = false, children }: Props<T>) {
  const t = useTranslations('factor')
  const passkey = useTranslations('passkey')
  const element = useRef<HTMLFormElement>(null)
  const sent = useRef(new FormData())
  const [typing, setTyping] = useState(false)
  const { onSubmit, run, pending, fieldError, notice } = useAction(
    (form: FormData) => {
      sent.current = form
      return action(form)
    },
    (value) => done(value, sent.current),
  )
  const variant = danger ? 'danger' : 'primary'
  // Whoever has no app types a recovery code at most, once that is asked for.
  const recoveryAlone = typing && !means.app
  const code = means.app || recoveryAlone

  const show = (answer: string) => {
    const form = new FormData(element.current ?? undefined)
    form.delete('code')
    form.set('passkey', answer)
    run(form)
  }
  return (
    <form method="post" ref={element} className="flex max-w-md flex-col gap-4" onSubmit={onSubmit}>
      {notice}
      {children?.(fieldError)}
      {!means.app && !means.passkey && <PasswordField name={means.name} error={fieldError('password')} />}
      {code && (
        <CodeField
          label={recoveryAlone ? t('recoveryCode') : t('code')}
          hint={recoveryAlone ? t('signIn.recoveryHint') : recovery ? t('off.hint') : t('signIn.hint')}
          error={fieldError('code')}
          letters={recovery}
        />
      )}
      <div className="flex flex-wrap items-start gap-2">
        {(code || !means.passkey) && (
          <SubmitButton pending={pending} variant={variant}>
            {submit}
          </SubmitButton>
        )}
        {means.passkey && (
          <PasskeyButton
            party={means.party}
            // What is typed into the other fields is checked before the device is asked.
            ask={async () => (checked(element.current) ? means.ask() : undefined)}
            use={show}
            pending={pending}
            variant={code ? 'secondary' : variant}
          >
            {passkey('use')}
          </PasskeyButton>
        )}
        {recovery && means.passkey && !means.app && (
          <Button variant="ghost" onClick={() => setTyping(!typing)}>
            {typing ? t('signIn.noApp') : t('signIn.useRecovery')}
          </Button>
        )}
      </div>
    </form>
  )
}

/** Whether everything but the code, in whose place the passkey stands, can be sent; the browser says what can't. */
function checked(form: HTMLFormElement | null): boolean {
  const fields = [...(form?.elements ?? [])].filter((field) => field instanceof HTMLInputElement)
  return fields.every((field) => field.name === 'code' || field.reportValidity())
}

function PasswordField({ name, error }: { name: string; error: string | undefined }) {
  const t = useTranslations('factor.enrol')
  return (
    <>
      <input type="text" name="username" autoComplete="username" defaultValue={name} hidden readOnly />
      <Field label={t('password')} hint={t('passwordHint')} error={error}>
        <Input name="password" type="password" autoComplete="current-password" required maxLength={256} />
      </Field>
    </>
  )
}
