'use client'

import { useTranslations } from 'next-intl'
import { createContext, type ReactNode, useContext, useEffect, useState, useTransition } from 'react'
import { Button, LinkButton } from '@/components/ui/button'
import { useErrorText } from '@/components/ui/error-notice'
import { Field, Select } from '@/components/ui/field'
import type { Outcome } from '@/components/ui/form'
import { toast } from '@/components/ui/toaster'
import type { OwnCredentialChoice } from '@/core/vault/own-credential-reads'

interface Ways {
  /** One's own credentials. */
  list: () => Promise<Outcome<OwnCredentialChoice[]>>
  /** Opens an account with one of them from now on. */
  choose: (accountId: string, credentialId: string | null) => Promise<Outcome<null>>
}

const WaysContext = createContext<Ways | undefined>(undefined)

/** What the terminals ask; without `ways` nobody keeps credentials of their own here, or not this person. */
export function OwnCredentialsProvider({ ways, children }: { ways: Ways | undefined; children: ReactNode }) {
  return <WaysContext value={ways}>{children}</WaysContext>
}

interface OfferProps {
  accountId: string
  /** Connects with what was chosen. */
  connect: () => void
}

/** Where the terminal asks for a password: one of one's own instead, remembered for the account. */
export function OwnOffer({ accountId, connect }: OfferProps) {
  const t = useTranslations('ownCredentials.offer')
  const { sentence } = useErrorText()
  const ways = useContext(WaysContext)
  const [credentials, setCredentials] = useState<OwnCredentialChoice[]>()
  const [pending, startTransition] = useTransition()
  useEffect(() => {
    let gone = false
    ways?.list().then(
      (found) => !gone && found.ok && setCredentials(found.value),
      () => {
        // The question in the terminal is still there to be answered.
      },
    )
    return () => {
      gone = true
    }
  }, [ways])
  if (!ways || !credentials) return null
  const use = (form: FormData) =>
    startTransition(async () => {
      const outcome = await ways.choose(accountId, String(form.get('credential')))
      if (outcome.ok) connect()
      else toast.error(sentence(outcome.error))
    })
  return (
    <form
      className="flex shrink-0 flex-wrap items-end gap-x-3 gap-y-2 border-line border-t bg-raised px-4 py-2 text-sm"
      onSubmit={(event) => {
        event.preventDefault()
        use(new FormData(event.currentTarget))
      }}
    >
      <p className="w-full" role="status">
        {t('title')}
      </p>
      {credentials.length === 0 ? (
        <LinkButton size="sm" href="/my-credentials/new?kind=generated-key">
          {t('add')}
        </LinkButton>
      ) : (
        <>
          <Field label={t('which')} className="min-w-40 flex-1 sm:max-w-xs">
            <Select name="credential">
              {credentials.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </Select>
          </Field>
          <Button type="submit" variant="primary" disabled={pending}>
            {t('use')}
          </Button>
        </>
      )}
    </form>
  )
}
