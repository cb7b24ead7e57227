'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { LinkButton } from '@/components/ui/button'
import { Field, Input, Select, Textarea } from '@/components/ui/field'
import { type Outcome, SubmitButton, useAction } from '@/components/ui/form'
import { Notice } from '@/components/ui/surfaces'
import type { RequestableAccount } from '@/core/requests/ask'
import { useDuration } from './state'

interface Props {
  /** The host whose accounts these are; none: any host may be asked for by its name. */
  host?: { id: string; name: string; accounts: RequestableAccount[] }
  login?: string
  longestMs: number
  ask: (form: FormData) => Promise<Outcome<null>>
}

const offered = [15, 30, 60, 120, 240, 480, 720, 1440]

/** Asks for an account for a while, or opens it at once where the glass may be broken. */
export function RequestForm({ host, login: wanted, longestMs, ask }: Props) {
  const t = useTranslations('requests')
  const common = useTranslations('common')
  const duration = useDuration()
  const { onSubmit, pending, fieldError, notice } = useAction(ask)
  const [login, setLogin] = useState(
    host?.accounts.find((account) => account.login === wanted)?.login ?? host?.accounts[0]?.login,
  )
  const account = host?.accounts.find((one) => one.login === login)
  const [chosen, setChosen] = useState<'ask' | 'break'>('ask')
  const how = !account ? 'ask' : account.ask && account.breakGlass ? chosen : account.ask ? 'ask' : 'break'
  const most = longestMs / 60_000
  const lengths = [...offered.filter((minutes) => minutes < most), most]
  return (
    <form method="post" className="flex max-w-xl flex-col gap-4" onSubmit={onSubmit}>
      {notice}
      <input type="hidden" name="how" value={how} />
      {host ? (
        <>
          <input type="hidden" name="hostId" value={host.id} />
          <Field label={t('form.account')} error={fieldError('login')}>
            <Select name="login" value={login} onChange={(event) => setLogin(event.target.value)}>
              {host.accounts.map((one) => (
                <option key={one.login} value={one.login}>
                  {`${one.login}@${host.name}`}
                </option>
              ))}
            </Select>
          </Field>
        </>
      ) : (
        <NamedPlace fieldError={fieldError} />
      )}
      {account?.ask && account.breakGlass && (
        <fieldset className="flex flex-col gap-2">
          <legend className="mb-1 font-medium text-sm">{t('form.how')}</legend>
          {(['ask', 'break'] as const).map((one) => (
            <label key={one} className="flex cursor-pointer gap-2.5 rounded-md border border-line bg-raised p-3">
              <input
                type="radio"
                name="choice"
                checked={how === one}
                onChange={() => setChosen(one)}
                className="mt-0.5 size-4 shrink-0 accent-accent"
              />
              <span className="min-w-0">
                <span className="block font-medium text-sm">
                  {one === 'ask' ? t('form.ask') : t('form.breakTitle')}
                </span>
                <span className="block text-muted text-sm">
                  {one === 'ask' ? t('form.askLead') : t('form.breakLead')}
                </span>
              </span>
            </label>
          ))}
        </fieldset>
      )}
      {account && !account.ask && (
        <Notice tone="warn" role="status" title={t('form.breakTitle')}>
          {t('form.breakLead')}
        </Notice>
      )}
      <Field label={t('form.minutes')} error={fieldError('minutes')}>
        <Select name="minutes" defaultValue={String(Math.min(60, most))}>
          {lengths.map((minutes) => (
            <option key={minutes} value={minutes}>
              {duration(minutes * 60_000)}
            </option>
          ))}
        </Select>
      </Field>
      <Field label={t('form.reason')} hint={t('form.reasonHint')} error={fieldError('reason')}>
        <Textarea name="reason" required maxLength={1000} rows={3} />
      </Field>
      <Field label={t('form.ticket')} optional={t('form.optional')} error={fieldError('ticket')}>
        <Input name="ticket" maxLength={100} autoComplete="off" spellCheck={false} />
      </Field>
      <div className="flex flex-wrap gap-2">
        <SubmitButton pending={pending} variant={how === 'break' ? 'danger' : 'primary'}>
          {how === 'break' ? t('form.break') : t('form.send')}
        </SubmitButton>
        <LinkButton href="/requests">{common('cancel')}</LinkButton>
      </div>
    </form>
  )
}

function NamedPlace({ fieldError }: { fieldError: (field: string) => string | undefined }) {
  const t = useTranslations('requests')
  const plain = { required: true, autoComplete: 'off', autoCapitalize: 'none', spellCheck: false } as const
  return (
    <>
      <Field label={t('form.host')} hint={t('form.hostHint')} error={fieldError('hostName') ?? fieldError('hostId')}>
        <Input name="hostName" maxLength={100} {...plain} />
      </Field>
      <Field label={t('form.login')} error={fieldError('login')}>
        <Input name="login" maxLength={128} {...plain} />
      </Field>
    </>
  )
}
