'use client'

import { useTranslations } from 'next-intl'
import { ActionButton } from '@/components/ui/action-button'
import type { Outcome } from '@/components/ui/form'

/** Deletes a role that nobody has and leaves its page; `remove` answers only when it could not. */
export function DeleteRole({ name, remove }: { name: string; remove: () => Promise<Outcome<null>> }) {
  const t = useTranslations('roles.delete')
  const common = useTranslations('common')
  return (
    <ActionButton
      variant="quietDanger"
      action={remove}
      ask={{ title: t('title', { name }), description: t('text', { name }), confirm: common('delete') }}
    >
      {common('delete')}
    </ActionButton>
  )
}
