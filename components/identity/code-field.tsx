'use client'

import { Field, Input } from '@/components/ui/field'

interface Props {
  label: string
  hint?: string
  error?: string
  /** A recovery code may stand for the app's: it has letters too. */
  letters?: boolean
}

/** Where a code of the authenticator app is typed; phones and password managers know what is meant. */
export function CodeField({ label, hint, error, letters = false }: Props) {
  return (
    <Field label={label} hint={hint} error={error}>
      <Input
        name="code"
        className="font-mono tracking-wider"
        autoComplete={letters ? 'off' : 'one-time-code'}
        inputMode={letters ? 'text' : 'numeric'}
        autoFocus
        required
        maxLength={40}
        autoCapitalize="none"
        spellCheck={false}
      />
    </Field>
  )
}
