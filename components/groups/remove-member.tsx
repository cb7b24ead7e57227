'use client'

import { useTranslations } from 'next-intl'
import { ActionButton } from '@/components/ui/action-button'
import type { Outcome } from '@/components/ui/form'

interface RemoveMemberProps {
  group: string
  member: { id: string; name: string }
  remove: (userId: string) => Promise<Outcome<null>>
}

export function RemoveMember({ group, member: { id, name }, remove }: RemoveMemberProps) {
  const t = useTranslations('groups.members')
  return (
    <ActionButton
      size="sm"
      variant="ghost"
      aria-label={t('removeName', { name })}
      action={() => remove(id)}
      done={t('removed', { name })}
      ask={{
        title: t('removeTitle', { name, group }),
        description: t('removeText', { name, group }),
        confirm: t('remove'),
      }}
    >
      {t('remove')}
    </ActionButton>
  )
}
