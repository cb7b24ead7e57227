'use client'

import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { LinkButton } from '@/components/ui/button'
import { type Outcome, SubmitButton, useAction } from '@/components/ui/form'
import { Card } from '@/components/ui/surfaces'
import { GroupFields } from './group-fields'

interface NewGroupProps {
  create: (form: FormData) => Promise<Outcome<{ id: string }>>
  /** Where the groups of its kind are listed. */
  path: string
}

/** Adds a group and goes to it, where its members are put into it. */
export function NewGroup({ create, path }: NewGroupProps) {
  const t = useTranslations('groups')
  const common = useTranslations('common')
  const router = useRouter()
  const { onSubmit, pending, fieldError, notice } = useAction(create, ({ id }) => router.push(`${path}/${id}`))
  return (
    <form method="post" className="flex flex-col gap-4" onSubmit={onSubmit} noValidate>
      {notice}
      <Card className="flex flex-col gap-4">
        <GroupFields errorOf={fieldError} />
      </Card>
      <div className="flex gap-2">
        <SubmitButton pending={pending}>{t('create')}</SubmitButton>
        <LinkButton href={path} variant="ghost">
          {common('cancel')}
        </LinkButton>
      </div>
    </form>
  )
}
