'use client'

import { signIn } from 'next-auth/react'
import { useTranslations } from 'next-intl'
import { type ReactNode, useCallback, useRef, useState } from 'react'
import { type AskAgain, AskAgainContext, type GoOn } from '@/components/ui/ask-again'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import type { Outcome } from '@/components/ui/form'
import { type Means, ProofForm } from './proof-form'

/** What the person has to prove themselves by; `byProvider`: nothing here, so they sign in through the provider again. */
type Kinds = Pick<Means, 'app' | 'passkey'> & { byProvider: boolean }

interface Props {
  means: Pick<Means, 'name' | 'party' | 'ask'>
  /** Which kinds of factor the person has now. */
  kinds: () => Promise<Outcome<Kinds>>
  /** What the identity provider is called, where there is one. */
  provider: string | undefined
  prove: (form: FormData) => Promise<Outcome<null>>
  children: ReactNode
}

/** Asks for a fresh proof when an action demands one, and then lets the action go on. */
export function StepUp({ means, kinds, provider = '', prove, children }: Props) {
  const t = useTranslations('factor.stepUp')
  const [asked, setAsked] = useState<Kinds>()
  // Of everyone who waits for the proof: two actions may ask at once.
  const waiting = useRef<GoOn[]>([])

  const settle = useCallback((how: keyof GoOn) => {
    setAsked(undefined)
    for (const go of waiting.current.splice(0)) go[how]()
  }, [])

  const askAgain = useCallback<AskAgain>(
    (error, go) => {
      if (error.code !== 'step-up-required') return false
      waiting.current.push(go)
      kinds().then(
        (found) => (found.ok ? setAsked(found.value) : settle('refused')),
        () => settle('refused'),
      )
      return true
    },
    [kinds, settle],
  )
  return (
    <AskAgainContext value={askAgain}>
      {children}
      <Dialog
        open={asked !== undefined}
        onOpenChange={(open) => !open && settle('refused')}
        title={t('title')}
        description={asked?.byProvider ? t('byProvider', { name: provider }) : t('text')}
      >
        {asked?.byProvider && <SignInAgain provider={provider} />}
        {asked && !asked.byProvider && (
          <ProofForm
            means={{ ...means, ...asked }}
            action={prove}
            done={() => settle('again')}
            submit={t('submit')}
            recovery
          />
        )}
      </Dialog>
    </AskAgainContext>
  )
}

/** Leads through the provider and back to this page; a sign-in is a proof, and what was begun is begun again. */
function SignInAgain({ provider }: { provider: string }) {
  const t = useTranslations('auth.signIn')
  const [leaving, setLeaving] = useState(false)
  const leave = () => {
    setLeaving(true)
    const { pathname, search } = window.location
    // Asks the provider not to take its own session for an answer (OpenID Connect Core, section 3.1.2.1).
    void signIn('oidc', { callbackUrl: `${pathname}${search}` }, { prompt: 'login' })
  }
  return (
    <div>
      <Button variant="primary" disabled={leaving} onClick={leave}>
        {t('provider', { name: provider })}
      </Button>
    </div>
  )
}
