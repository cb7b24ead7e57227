'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Page } from '@/components/shell/page'
import { Button } from '@/components/ui/button'
import { Field, Input } from '@/components/ui/field'
import { Card, PageHeader } from '@/components/ui/surfaces'
import type { Target } from './connection'

interface Props {
  connect: (target: Extract<Target, { kind: 'quick' }>) => void
}

/** A form that stores nothing; the password goes into the body of one message and nowhere else. */
export function QuickConnect({ connect }: Props) {
  const t = useTranslations('terminal.quick')
  const errors = useTranslations('errors.field')
  const [wrong, setWrong] = useState<Record<string, string>>({})

  const submit = (form: FormData) => {
    const text = (name: string) => String(form.get(name) ?? '')
    const [address, login, port] = [text('address').trim(), text('login').trim(), Number(text('port'))]
    const problems: Record<string, string> = {}
    if (!address) problems.address = errors('required')
    else if (/\s/.test(address) || address.length > 253) problems.address = errors('address-invalid')
    if (!Number.isInteger(port) || port < 1 || port > 65535) problems.port = errors('port-range')
    if (!login) problems.login = errors('required')
    else if (/\s/.test(login)) problems.login = errors('login-invalid')
    setWrong(problems)
    if (Object.keys(problems).length === 0) {
      connect({ kind: 'quick', address, port, login, password: text('password') || undefined })
    }
  }

  return (
    <Page narrow>
      <PageHeader title={t('title')} lead={t('lead')} />
      <Card>
        <form
          method="post"
          noValidate
          autoComplete="off"
          className="grid gap-4 sm:grid-cols-[1fr_7rem]"
          onSubmit={(event) => {
            event.preventDefault()
            submit(new FormData(event.currentTarget))
          }}
        >
          <Field label={t('address')} error={wrong.address}>
            <Input name="address" autoFocus className="font-mono" autoCapitalize="none" spellCheck={false} />
          </Field>
          <Field label={t('port')} error={wrong.port}>
            <Input name="port" inputMode="numeric" defaultValue="22" className="font-mono" />
          </Field>
          <Field label={t('login')} error={wrong.login} className="sm:col-span-2">
            <Input name="login" className="font-mono" autoCapitalize="none" spellCheck={false} />
          </Field>
          <Field label={t('password')} hint={t('passwordHint')} className="sm:col-span-2">
            <Input name="password" type="password" autoComplete="off" maxLength={1024} />
          </Field>
          <Button type="submit" variant="primary" className="sm:col-span-2 sm:justify-self-start">
            {t('connect')}
          </Button>
        </form>
      </Card>
    </Page>
  )
}
