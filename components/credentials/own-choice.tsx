'use client'

import { KeyRound } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useTransition } from 'react'
import { Button } from '@/components/ui/button'
import { useErrorText } from '@/components/ui/error-notice'
import type { Outcome } from '@/components/ui/form'
import { DropdownMenu, MenuChoice, MenuItem, MenuSeparator } from '@/components/ui/menu'
import { toast } from '@/components/ui/toaster'
import type { OwnCredentialChoice } from '@/core/vault/own-credential-reads'

interface OwnChoiceProps {
  login: string
  /** What opens it without a choice: the account's own credential, or none. */
  shared: string | null
  credentials: readonly OwnCredentialChoice[]
  /** The id of the one that is chosen. */
  chosen: string | undefined
  choose: (credentialId: string | null) => Promise<Outcome<null>>
}

/** With which credential someone opens an account: with the account's own, or with one of theirs. */
export function OwnChoice({ login, shared, credentials, chosen, choose }: OwnChoiceProps) {
  const t = useTranslations('ownCredentials.choice')
  const { sentence } = useErrorText()
  const router = useRouter()
  const [pending, startTransition] = useTransition()
  const take = (value: string) =>
    startTransition(async () => {
      const outcome = await choose(value === '' ? null : value)
      if (!outcome.ok) {
        toast.error(sentence(outcome.error))
        return
      }
      toast.success(value === '' ? t('taken') : t('done', { login }))
      router.refresh()
    })
  return (
    <DropdownMenu
      trigger={
        <Button
          size="iconSm"
          variant="ghost"
          disabled={pending}
          title={t('label')}
          aria-label={t('labelFor', { login })}
        >
          <KeyRound aria-hidden />
        </Button>
      }
    >
      <MenuChoice
        label={t('label')}
        value={chosen ?? ''}
        onChoose={take}
        choices={[
          { value: '', label: shared === null ? t('ask') : t('shared', { name: shared }) },
          ...credentials.map(({ id, name }) => ({ value: id, label: t('own', { name }) })),
        ]}
      />
      <MenuSeparator />
      <MenuItem onSelect={() => router.push('/my-credentials/new?kind=generated-key')}>{t('add')}</MenuItem>
    </DropdownMenu>
  )
}
