'use client'

import { Plus } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'
import { Dialog } from '@/components/ui/dialog'
import { Field, Input, Select } from '@/components/ui/field'
import { type Outcome, SubmitButton, useAction } from '@/components/ui/form'
import { Notice } from '@/components/ui/surfaces'
import type { Scope } from '@/core/access/scopes'
import { ScopeFields } from './scope-fields'

interface MadeToken {
  name: string
  token: string
}

interface RoleChoice {
  value: string
  label: string
  /** The scopes of use to it. */
  scopes: readonly Scope[]
}

interface Props {
  make: (form: FormData) => Promise<Outcome<MadeToken>>
  label: string
  /** The roles to choose from; one's own alone is no choice. */
  roles: readonly RoleChoice[]
  /** After how many days it may end. */
  days: readonly number[]
  look?: { variant?: 'primary'; size?: 'sm' }
}

/** Makes a token in a dialog, and shows it there this once. */
export function NewToken({ make, label, roles, days, look = {} }: Props) {
  const t = useTranslations('tokens')
  const [open, setOpen] = useState(false)
  const [made, setMade] = useState<MadeToken>()
  const show = (wanted: boolean) => {
    setOpen(wanted)
    setMade(undefined)
  }
  return (
    <>
      <Button {...look} data-shortcut="n" onClick={() => show(true)}>
        <Plus aria-hidden />
        {label}
      </Button>
      <Dialog open={open} onOpenChange={show} title={made ? t('shown.title', { name: made.name }) : label}>
        {made ? (
          <TokenShown token={made.token} close={() => show(false)} />
        ) : (
          <TokenForm make={make} done={setMade} roles={roles} days={days} />
        )}
      </Dialog>
    </>
  )
}

function TokenShown({ token, close }: { token: string; close: () => void }) {
  const t = useTranslations('tokens')
  const common = useTranslations('common')
  return (
    <div className="flex flex-col gap-4">
      <Notice tone="warn" role="status" title={t('shown.text')} />
      <div className="flex flex-wrap items-center gap-2">
        <code className="min-w-0 flex-1 basis-56 break-all rounded-md border border-line bg-sunken px-2.5 py-1.5 font-mono text-xs">
          {token}
        </code>
        <CopyButton text={token} label={t('shown.copy')} />
      </div>
      <div>
        <Button variant="primary" onClick={close}>
          {common('close')}
        </Button>
      </div>
    </div>
  )
}

function TokenForm({
  make,
  done,
  roles,
  days,
}: Pick<Props, 'make' | 'roles' | 'days'> & { done: (made: MadeToken) => void }) {
  const t = useTranslations('tokens')
  const [role, setRole] = useState(roles[0]?.value)
  const { onSubmit, pending, fieldError, notice } = useAction(make, done)
  const scopes = roles.find((choice) => choice.value === role)?.scopes ?? []
  return (
    <form method="post" className="flex flex-col gap-4" onSubmit={onSubmit}>
      {notice}
      <Field label={t('name')} hint={t('nameHint')} error={fieldError('name')}>
        <Input name="name" required maxLength={100} autoComplete="off" />
      </Field>
      {roles.length > 1 && (
        <Field label={t('role')} hint={t('roleHint')} error={fieldError('role')}>
          <Select name="role" value={role} onChange={(event) => setRole(event.target.value)}>
            {roles.map((choice) => (
              <option key={choice.value} value={choice.value}>
                {choice.label}
              </option>
            ))}
          </Select>
        </Field>
      )}
      <ScopeFields scopes={scopes} error={fieldError('scopes')} />
      <Field label={t('expiry')} error={fieldError('days')}>
        <Select name="days" defaultValue={days[Math.min(1, days.length - 1)]} className="max-w-48">
          {days.map((count) => (
            <option key={count} value={count}>
              {t('days', { days: count })}
            </option>
          ))}
        </Select>
      </Field>
      <div>
        <SubmitButton pending={pending}>{t('make')}</SubmitButton>
      </div>
    </form>
  )
}
