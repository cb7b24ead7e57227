'use client'

import { useTranslations } from 'next-intl'
import { type Outcome, SubmitButton, useAction } from '@/components/ui/form'
import { toast } from '@/components/ui/toaster'
import { GroupFields } from './group-fields'

interface EditGroupProps {
  group: { name: string; description: string; updatedAt: Date }
  save: (form: FormData) => Promise<Outcome<null>>
}

/** Name and description of a group. */
export function EditGroup({ group, save }: EditGroupProps) {
  const common = useTranslations('common')
  const { onSubmit, pending, fieldError, notice } = useAction(save, () => toast.success(common('saved')))
  return (
    <form method="post" className="flex flex-col gap-4" onSubmit={onSubmit} noValidate>
      {notice}
      <GroupFields group={group} errorOf={fieldError} />
      <input type="hidden" name="basedOn" value={new Date(group.updatedAt).toISOString()} />
      <SubmitButton pending={pending} className="self-start">
        {common('save')}
      </SubmitButton>
    </form>
  )
}
