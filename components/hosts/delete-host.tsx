'use client'

import { Trash2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useTransition } from 'react'
import { Button } from '@/components/ui/button'
import { ConfirmDialog } from '@/components/ui/dialog'
import { useErrorText } from '@/components/ui/error-notice'
import type { Outcome } from '@/components/ui/form'
import { toast } from '@/components/ui/toaster'

interface DeleteHostProps {
  name: string
  accounts: number
  keys: number
  /** Deletes and leaves the page; answers only when it could not. */
  remove: () => Promise<Outcome<null>>
}

export function DeleteHost({ name, accounts, keys, remove }: DeleteHostProps) {
  const t = useTranslations('hosts.delete')
  const common = useTranslations('common')
  const { sentence } = useErrorText()
  const [pending, startTransition] = useTransition()
  return (
    <ConfirmDialog
      trigger={
        <Button variant="ghost" disabled={pending}>
          <Trash2 aria-hidden />
          {common('delete')}
        </Button>
      }
      title={t('title', { name })}
      description={t('text', { name, accounts, keys })}
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
