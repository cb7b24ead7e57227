'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import type { Outcome } from '@/components/ui/form'
import { Notice } from '@/components/ui/surfaces'
import type { RelyingParty } from '@/core/identity/relying-party'
import type { RequestOptions } from '@/core/identity/webauthn'
import { CodeField } from './code-field'
import { PasskeyButton } from './passkey-button'

interface Props {
  failure: string | undefined
  pending: boolean
  /** What they have: `app`, `passkey`, or both. */
  methods: readonly string[]
  party: RelyingParty | null
  ask: () => Promise<Outcome<RequestOptions>>
  send: (second: { code: string } | { passkey: string }) => void
  back: () => void
}

/** The sign-in's second step: a code of the app or a passkey, or a recovery code in their place. */
export function SecondStep({ failure, pending, methods, party, ask, send, back }: Props) {
  const [t, factor, passkey] = [useTranslations('auth'), useTranslations('factor'), useTranslations('passkey')]
  const [recovery, setRecovery] = useState(false)
  const hasApp = methods.includes('app')
  const typed = recovery || hasApp
  return (
    <form
      method="post"
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        if (typed) send({ code: String(new FormData(event.currentTarget).get('code')) })
      }}
    >
      {failure && <Notice title={failure} />}
      {methods.includes('passkey') && !recovery && (
        <>
          {!hasApp && <p className="text-muted text-sm">{factor('signIn.passkeyHint')}</p>}
          <PasskeyButton
            party={party}
            ask={ask}
            use={(answer) => send({ passkey: answer })}
            pending={pending}
            variant={hasApp ? 'secondary' : 'primary'}
          >
            {passkey('use')}
          </PasskeyButton>
        </>
      )}
      {typed && (
        <CodeField
          // Another field: what was typed into the one is nothing for the other.
          key={String(recovery)}
          label={recovery ? factor('recoveryCode') : factor('code')}
          hint={recovery ? factor('signIn.recoveryHint') : factor('signIn.hint')}
          letters={recovery}
        />
      )}
      {typed && (
        <Button type="submit" variant="primary" disabled={pending}>
          {t('signIn.submit')}
        </Button>
      )}
      <div className="flex flex-wrap justify-between gap-2">
        <Button size="sm" variant="ghost" onClick={() => setRecovery(!recovery)}>
          {recovery ? (hasApp ? factor('signIn.useApp') : factor('signIn.noApp')) : factor('signIn.useRecovery')}
        </Button>
        <Button size="sm" variant="ghost" onClick={back}>
          {factor('signIn.back')}
        </Button>
      </div>
    </form>
  )
}
