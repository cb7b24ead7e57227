'use client'

import { useTranslations } from 'next-intl'
import { ActionButton } from '@/components/ui/action-button'
import type { Outcome } from '@/components/ui/form'

interface DeleteGroupProps {
  group: { name: string; members: number }
  /** Deletes and leaves the page; answers only when it could not. */
  remove: () => Promise<Outcome<null>>
}

export function DeleteGroup({ group: { name, members }, remove }: DeleteGroupProps) {
  const t = useTranslations('groups.delete')
  const common = useTranslations('common')
  return (
    <ActionButton
      variant="quietDanger"
      action={remove}
      ask={{ title: t('title', { name }), description: t('text', { name, members }), confirm: common('delete') }}
    >
      {common('delete')}
    </ActionButton>
  )
}
