'use client'

import { Trash2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useTransition } from 'react'
import { Button } from '@/components/ui/button'
import { ConfirmDialog } from '@/components/ui/dialog'
import { useErrorText } from '@/components/ui/error-notice'
import type { Outcome } from '@/components/ui/form'
import { toast } from '@/components/ui/toaster'

interface DeleteCredentialProps {
  name: string
  /** How many accounts use it: as long as one does, it stays. */
  accounts: number
  /** Deletes and leaves the page; answers only when it could not. */
  remove: () => Promise<Outcome<null>>
}

export function DeleteCredential({ name, accounts, remove }: DeleteCredentialProps) {
  const t = useTranslations('credentials.delete')
  const common = useTranslations('common')
  const { sentence } = useErrorText()
  const [pending, startTransition] = useTransition()
  if (accounts > 0) {
    return (
      <Button variant="ghost" disabled title={t('inUse', { count: accounts })}>
        <Trash2 aria-hidden />
        {common('delete')}
      </Button>
    )
  }
  return (
    <ConfirmDialog
      trigger={
        <Button variant="ghost" disabled={pending}>
          <Trash2 aria-hidden />
          {common('delete')}
        </Button>
      }
      title={t('title', { name })}
      description={t('text', { name })}
      confirm={common('delete')}
      cancel={common('cancel')}
      onConfirm={() =>
        startTransition(async () => {
          const outcome = await remove()
          if (outcome && !outcome.ok) toast.error(sentence(outcome.error))
        })
      }
    />
  )
}
