'use client'

import { useTranslations } from 'next-intl'
import { useId, useState } from 'react'
import { Checkbox, Field, Input, Select, Textarea } from '@/components/ui/field'
import type { Action } from '@/core/access/roles'
import { type PermissionGroups, permissionKey } from './permission-list'

/** A role that a new one may begin as a copy of. */
export interface Template {
  key: string
  label: string
  permissions: readonly Action[]
  secondFactor: boolean
}

/** What a form begins with. */
export interface RoleDraft {
  name: string
  description: string
  permissions: readonly Action[]
  secondFactor: boolean
}

interface RoleFieldsProps {
  draft: RoleDraft
  groups: PermissionGroups
  /** What the person's own role permits, and so may be ticked. */
  own: readonly Action[]
  /** For a new role. */
  templates?: { choices: readonly Template[]; chosen: string }
  errorOf: (field: string) => string | undefined
}

/** What is asked about a role, new or not. */
export function RoleFields({ draft, groups, own, templates, errorOf }: RoleFieldsProps) {
  const t = useTranslations('roles')
  const common = useTranslations('common')
  const id = useId()
  const [ticked, setTicked] = useState<ReadonlySet<Action>>(new Set(draft.permissions))
  const [factor, setFactor] = useState(draft.secondFactor)
  const tick = (action: Action, on: boolean) =>
    setTicked((before) => new Set(on ? [...before, action] : [...before].filter((one) => one !== action)))
  const copy = (key: string) => {
    const from = templates?.choices.find((one) => one.key === key)
    setTicked(new Set(from?.permissions.filter((one) => own.includes(one)) ?? []))
    setFactor(from?.secondFactor ?? false)
  }
  const error = errorOf('permissions')
  const [first] = groups[0]?.permissions ?? []
  return (
    <>
      {templates && (
        <Field label={t('from')} hint={t('fromHint')}>
          <Select defaultValue={templates.chosen} className="max-w-80" onChange={(event) => copy(event.target.value)}>
            <option value="">{t('fromNothing')}</option>
            {templates.choices.map(({ key, label }) => (
              <option key={key} value={key}>
                {label}
              </option>
            ))}
          </Select>
        </Field>
      )}
      <Field label={t('field.name')} error={errorOf('name')}>
        <Input name="name" defaultValue={draft.name} autoFocus required maxLength={100} autoComplete="off" />
      </Field>
      <Field label={t('field.description')} optional={common('optional')} error={errorOf('description')}>
        <Textarea name="description" rows={2} defaultValue={draft.description} maxLength={500} />
      </Field>
      <fieldset className="min-w-0" aria-describedby={`${id}-hint`}>
        <legend className="font-medium text-sm">{t('field.permissions')}</legend>
        <p id={`${id}-hint`} className="mb-2 text-muted text-xs">
          {t('ownOnly')}
        </p>
        {error && (
          <p id={`${id}-error`} className="mb-2 text-danger text-sm">
            {error}
          </p>
        )}
        <div className="grid gap-x-6 gap-y-4 sm:grid-cols-2">
          {groups.map(({ group, permissions }) => (
            <fieldset key={group} className="min-w-0">
              <legend className="mb-1 font-medium text-muted text-sm">{t(`group.${group}`)}</legend>
              <div className="flex flex-col gap-1.5">
                {permissions.map((action) => (
                  <Checkbox
                    key={action}
                    name="permissions"
                    value={action}
                    checked={ticked.has(action)}
                    disabled={!own.includes(action)}
                    // The first stands for all of them: it takes the focus when one is needed.
                    aria-invalid={action === first && error ? true : undefined}
                    aria-describedby={error ? `${id}-error` : undefined}
                    onChange={(event) => tick(action, event.target.checked)}
                    className="flex items-start has-disabled:text-muted [&_input]:mt-0.5 [&_input]:shrink-0"
                    label={<span className="min-w-0">{t(`permission.${permissionKey(action)}`)}</span>}
                  />
                ))}
              </div>
            </fieldset>
          ))}
        </div>
      </fieldset>
      <div>
        <Checkbox
          name="secondFactor"
          value="on"
          checked={factor}
          onChange={(event) => setFactor(event.target.checked)}
          aria-describedby={`${id}-factor`}
          className="font-medium"
          label={t('field.secondFactor')}
        />
        <p id={`${id}-factor`} className="mt-0.5 pl-6 text-muted text-xs">
          {t('field.secondFactorHint')}
        </p>
      </div>
    </>
  )
}
