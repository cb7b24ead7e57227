'use client'

import { useTranslations } from 'next-intl'
import { Checkbox, Field, Select } from '@/components/ui/field'
import { Card, CardTitle } from '@/components/ui/surfaces'
import type { GrantDetail } from '@/core/access/grants'

interface Props {
  grant?: Pick<GrantDetail, 'approvals' | 'approverGroupId' | 'breakGlass'>
  groups: readonly { id: string; name: string }[]
  error?: string
}

/** Whether what the grant means must be asked for first, whom, and whether the glass may be broken. */
export function ApprovalFields({ grant, groups, error }: Props) {
  const t = useTranslations('grants.approval')
  return (
    <Card className="flex flex-col gap-4">
      <CardTitle lead={t('lead')}>{t('title')}</CardTitle>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label={t('count')} error={error}>
          <Select name="approvals" defaultValue={String(grant?.approvals ?? 0)}>
            {[0, 1, 2, 3, 4, 5].map((count) => (
              <option key={count} value={count}>
                {t('times', { count })}
              </option>
            ))}
          </Select>
        </Field>
        <Field label={t('of')}>
          <Select name="approverGroupId" defaultValue={grant?.approverGroupId ?? ''}>
            <option value="">{t('administrators')}</option>
            {groups.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </Select>
        </Field>
      </div>
      <Checkbox name="breakGlass" label={t('breakGlassHint')} defaultChecked={grant?.breakGlass} />
    </Card>
  )
}
