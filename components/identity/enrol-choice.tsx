'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Enrolment } from './enrolment'
import { NewPasskey, type NewPasskeyActions } from './new-passkey'
import type { Means } from './proof-form'

interface Props {
  means: Means
  app: Omit<Parameters<typeof Enrolment>[0], 'means'>
  passkey: NewPasskeyActions
}

/** Sets up a first factor: an authenticator app, or a passkey instead. */
export function EnrolChoice({ means, app, passkey }: Props) {
  const t = useTranslations('passkey')
  const [chosen, setChosen] = useState<'app' | 'passkey'>('app')
  const other = chosen === 'app' ? 'passkey' : 'app'
  return (
    <>
      {chosen === 'app' ? (
        <Enrolment means={means} {...app} />
      ) : (
        // The whole page anew: what was refused a moment ago opens now.
        <NewPasskey means={means} {...passkey} done={() => window.location.reload()} />
      )}
      <Button size="sm" variant="ghost" className="mt-3" onClick={() => setChosen(other)}>
        {other === 'app' ? t('useApp') : t('useInstead')}
      </Button>
    </>
  )
}
