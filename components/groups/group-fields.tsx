'use client'

import { useTranslations } from 'next-intl'
import { Field, Input, Textarea } from '@/components/ui/field'

interface GroupFieldsProps {
  group?: { name: string; description: string }
  /** What is wrong with a field. */
  errorOf: (field: string) => string | undefined
}

/** What is asked about a group, new or not. */
export function GroupFields({ group, errorOf }: GroupFieldsProps) {
  const t = useTranslations('groups')
  const common = useTranslations('common')
  return (
    <>
      <Field label={t('field.name')} error={errorOf('name')}>
        <Input name="name" defaultValue={group?.name} autoFocus={!group} required maxLength={200} autoComplete="off" />
      </Field>
      <Field label={t('field.description')} optional={common('optional')} error={errorOf('description')}>
        <Textarea name="description" rows={3} defaultValue={group?.description} maxLength={1000} />
      </Field>
    </>
  )
}
