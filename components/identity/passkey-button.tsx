'use client'

import { KeyRound } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type ComponentProps, useState } from 'react'
import { Button } from '@/components/ui/button'
import { ErrorNotice, type ShownError } from '@/components/ui/error-notice'
import type { Outcome } from '@/components/ui/form'
import { Notice } from '@/components/ui/surfaces'
import type { RelyingParty } from '@/core/identity/relying-party'
import type { RequestOptions } from '@/core/identity/webauthn'
import { type DeviceTrouble, type PasskeyPlace, presentPasskey, usePasskeyPlace } from './use-passkey'

interface Props {
  party: RelyingParty | null
  /** The server's question for the device; undefined when it isn't time to ask yet. */
  ask: () => Promise<Outcome<RequestOptions> | undefined>
  /** What becomes of the device's answer, JSON text. */
  use: (answer: string) => void
  /** The answer is being used. */
  pending: boolean
  variant?: ComponentProps<typeof Button>['variant']
  children: string
}

/** A button that has the device use a passkey; where that can't be, it says why instead. */
export function PasskeyButton({ party, ask, use, pending, variant, children }: Props) {
  const t = useTranslations('passkey')
  const place = usePasskeyPlace(party)
  const [waiting, setWaiting] = useState(false)
  const [trouble, setTrouble] = useState<DeviceTrouble>()
  const [refused, setRefused] = useState<ShownError>()
  if (place !== undefined && place !== 'here') return <PasskeyTrouble place={place} party={party} />

  const start = async () => {
    setWaiting(true)
    setTrouble(undefined)
    setRefused(undefined)
    const question = await ask().catch(() => ({ ok: false, error: { code: 'internal' } }) as const)
    const answer = question?.ok ? await presentPasskey(question.value) : undefined
    setWaiting(false)
    if (answer?.ok) use(answer.text)
    else if (answer) setTrouble(answer.trouble)
    else if (question && !question.ok) setRefused(question.error)
  }
  return (
    <div className="flex flex-col gap-2">
      {trouble && <Notice tone="warn" title={t(trouble)} />}
      {refused && <ErrorNotice error={refused} />}
      {/* Before the page is alive in the browser nobody knows whether it can. */}
      <Button
        variant={variant}
        disabled={place === undefined}
        aria-disabled={waiting || pending}
        onClick={() => !waiting && !pending && void start()}
      >
        <KeyRound aria-hidden />
        {waiting ? t('waiting') : children}
      </Button>
    </div>
  )
}

/** Why there are no passkeys in this browser at this address, and where there are. */
export function PasskeyTrouble({ place, party }: { place: Exclude<PasskeyPlace, 'here'>; party: RelyingParty | null }) {
  const t = useTranslations('passkey')
  const url = party?.origins[0] ?? ''
  return (
    <p className="text-muted text-sm">
      {place === 'elsewhere'
        ? t.rich('elsewhere', {
            url,
            link: (chunks) => (
              <a className="break-all underline" href={url}>
                {chunks}
              </a>
            ),
          })
        : t(place)}
    </p>
  )
}
