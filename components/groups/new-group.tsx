'use client'

import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { LinkButton } from '@/components/ui/button'
import { type Outcome, SubmitButton, useAction } from '@/components/ui/form'
import { Card } from '@/components/ui/surfaces'
import { GroupFields } from './group-fields'

/** Adds a group and goes to it, where people are put into it. */
export function NewGroup({ create }: { create: (form: FormData) => Promise<Outcome<{ id: string }>> }) {
  const t = useTranslations('groups')
  const common = useTranslations('common')
  const router = useRouter()
  const { onSubmit, pending, fieldError, notice } = useAction(create, ({ id }) => router.push(`/groups/${id}`))
  return (
    <form method="post" className="flex flex-col gap-4" onSubmit={onSubmit} noValidate>
      {notice}
      <Card className="flex flex-col gap-4">
        <GroupFields errorOf={fieldError} />
      </Card>
      <div className="flex gap-2">
        <SubmitButton pending={pending}>{t('create')}</SubmitButton>
        <LinkButton href="/groups" variant="ghost">
          {common('cancel')}
        </LinkButton>
      </div>
    </form>
  )
}
