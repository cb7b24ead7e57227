'use client'

import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { LinkButton } from '@/components/ui/button'
import { type Outcome, SubmitButton, useAction } from '@/components/ui/form'
import { Card } from '@/components/ui/surfaces'
import type { Action } from '@/core/access/roles'
import type { PermissionGroups } from './permission-list'
import { type RoleDraft, RoleFields, type Template } from './role-fields'

interface Props {
  draft: RoleDraft
  groups: PermissionGroups
  own: readonly Action[]
  templates?: { choices: readonly Template[]; chosen: string }
  /** Of the role that is edited: when it was last changed. */
  basedOn?: string
  save: (form: FormData) => Promise<Outcome<{ id: string }>>
  submit: string
  /** Where leaving it leads. */
  back: string
}

/** Makes a role or changes one, and goes to its page. */
export function RoleForm({ draft, groups, own, templates, basedOn, save, submit, back }: Props) {
  const common = useTranslations('common')
  const router = useRouter()
  const { onSubmit, pending, fieldError, notice } = useAction(save, ({ id }) => router.push(`/roles/${id}`))
  return (
    <form method="post" className="flex flex-col gap-4" onSubmit={onSubmit} noValidate>
      {notice}
      <Card className="flex flex-col gap-4">
        <RoleFields draft={draft} groups={groups} own={own} templates={templates} errorOf={fieldError} />
        {basedOn && <input type="hidden" name="basedOn" value={basedOn} />}
      </Card>
      <div className="flex gap-2">
        <SubmitButton pending={pending}>{submit}</SubmitButton>
        <LinkButton href={back} variant="ghost">
          {common('cancel')}
        </LinkButton>
      </div>
    </form>
  )
}
