'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { LinkButton } from '@/components/ui/button'
import { Checkbox, Field, Input } from '@/components/ui/field'
import { type Outcome, SubmitButton, useAction } from '@/components/ui/form'
import { Card, CardTitle } from '@/components/ui/surfaces'
import { LinkShown } from './link-shown'

interface Props {
  add: (form: FormData) => Promise<Outcome<{ name: string; link: string; sentTo?: string }>>
  roles: { value: string; label: string; hint: string }[]
  /** Whether mail can be sent. */
  mail: boolean
}

/** Adds a user, then shows the link with which they set their password. */
export function NewUser({ add, roles, mail }: Props) {
  const t = useTranslations('users')
  const common = useTranslations('common')
  const [added, setAdded] = useState<{ name: string; link: string; sentTo?: string }>()
  const [email, setEmail] = useState('')
  const { onSubmit, pending, fieldError, notice } = useAction(add, setAdded)
  if (added) {
    return (
      <Card>
        <CardTitle lead={t('link.text')}>{t('link.title', { name: added.name })}</CardTitle>
        <LinkShown link={added.link} />
        {added.sentTo && (
          <p role="status" className="mt-3 text-sm">
            {t('link.sent', { email: added.sentTo })}
          </p>
        )}
        <LinkButton className="mt-4" href="/users">
          {common('back')}
        </LinkButton>
      </Card>
    )
  }
  const chosen = roles.some(({ value }) => value === 'operator') ? 'operator' : roles[0]?.value
  const roleError = fieldError('role')
  return (
    <form method="post" className="flex max-w-xl flex-col gap-4" onSubmit={onSubmit}>
      {notice}
      <Field label={t('name')} error={fieldError('name')}>
        <Input
          name="name"
          required
          autoFocus
          maxLength={200}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
        />
      </Field>
      <div className="flex flex-col gap-2">
        <Field label={t('email')} optional={common('optional')} hint={t('emailHint')} error={fieldError('email')}>
          <Input
            name="email"
            type="email"
            maxLength={254}
            autoComplete="off"
            value={email}
            onChange={(event) => setEmail(event.target.value)}
          />
        </Field>
        {mail && <Checkbox name="sendLink" label={t('sendLink')} disabled={email.trim() === ''} />}
      </div>
      <fieldset className="flex flex-col gap-2">
        <legend className="mb-1 font-medium text-sm">{t('role')}</legend>
        {roles.map(({ value, label, hint }) => (
          <label key={value} className="flex cursor-pointer gap-2.5 rounded-md border border-line bg-raised p-3">
            <input
              type="radio"
              name="role"
              value={value}
              defaultChecked={value === chosen}
              className="mt-0.5 size-4 accent-accent"
            />
            <span className="min-w-0">
              <span className="block break-words font-medium text-sm">{label}</span>
              {hint && <span className="block break-words text-muted text-sm">{hint}</span>}
            </span>
          </label>
        ))}
        {roleError && <p className="text-danger text-sm">{roleError}</p>}
      </fieldset>
      <div className="flex gap-2">
        <SubmitButton pending={pending}>{t('create')}</SubmitButton>
        <LinkButton href="/users">{common('cancel')}</LinkButton>
      </div>
    </form>
  )
}
