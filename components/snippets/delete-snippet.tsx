'use client'

import { Trash2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useTransition } from 'react'
import { Button } from '@/components/ui/button'
import { ConfirmDialog } from '@/components/ui/dialog'
import { useErrorText } from '@/components/ui/error-notice'
import type { Outcome } from '@/components/ui/form'
import { toast } from '@/components/ui/toaster'
import type { SnippetSummary } from '@/core/snippets/snippet-reads'

interface DeleteSnippetProps {
  snippet: Pick<SnippetSummary, 'name' | 'scope'>
  /** Deletes and leaves the page; answers only when it could not. */
  remove: () => Promise<Outcome<null>>
}

export function DeleteSnippet({ snippet: { name, scope }, remove }: DeleteSnippetProps) {
  const t = useTranslations('snippets.delete')
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
      description={t(scope, { name })}
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
