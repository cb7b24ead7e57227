'use client'

import { useTranslations } from 'next-intl'
import { type ReactNode, useCallback, useRef, useState } from 'react'
import { type AskAgain, AskAgainContext, type GoOn } from '@/components/ui/ask-again'
import { Dialog } from '@/components/ui/dialog'
import type { Outcome } from '@/components/ui/form'
import { type Means, ProofForm } from './proof-form'

interface Props {
  means: Pick<Means, 'name' | 'party' | 'ask'>
  /** Which kinds of factor the person has now. */
  kinds: () => Promise<Outcome<Pick<Means, 'app' | 'passkey'>>>
  prove: (form: FormData) => Promise<Outcome<null>>
  children: ReactNode
}

/** Asks for a fresh proof when an action demands one, and then lets the action go on. */
export function StepUp({ means, kinds, prove, children }: Props) {
  const t = useTranslations('factor.stepUp')
  const [asked, setAsked] = useState<Pick<Means, 'app' | 'passkey'>>()
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
        description={t('text')}
      >
        {asked && (
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
