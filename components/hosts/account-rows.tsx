'use client'

import { Plus, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useRef, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Field, Input, Select } from '@/components/ui/field'
import type { AccountSummary } from '@/core/inventory/hosts'

export interface CredentialChoice {
  id: string
  name: string
  kind: string
}

interface AccountRowsProps {
  accounts: readonly AccountSummary[]
  credentials: readonly CredentialChoice[]
  fieldError: (path: string) => string | undefined
}

interface Row {
  key: number
  id: string
  login: string
  credentialId: string
}

/** The accounts of a host in its form: each a login and what proves it. */
export function AccountRows({ accounts, credentials, fieldError }: AccountRowsProps) {
  const t = useTranslations('hosts.account')
  const next = useRef(accounts.length)
  const [rows, setRows] = useState<Row[]>(() =>
    accounts.map(({ id, login, credential }, key) => ({ key, id, login, credentialId: credential?.id ?? '' })),
  )
  const change = (key: number, part: Partial<Row>) =>
    setRows((all) => all.map((row) => (row.key === key ? { ...row, ...part } : row)))
  const add = () => {
    const row = { key: next.current++, id: '', login: '', credentialId: '' }
    setRows((all) => [...all, row])
  }

  return (
    <div className="flex flex-col gap-3">
      {rows.map((row, index) => (
        <div
          key={row.key}
          className="grid grid-cols-[1fr_auto] items-start gap-x-2 gap-y-2 sm:grid-cols-[minmax(8rem,14rem)_1fr_auto]"
        >
          <input type="hidden" name="accountId" value={row.id} />
          <Field label={t('login')} quietLabel={index > 0} error={fieldError(`accounts.${index}.login`)}>
            <Input
              name="login"
              value={row.login}
              autoFocus={row.id === '' && row.login === ''}
              onChange={(event) => change(row.key, { login: event.target.value })}
              className="font-mono"
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
            />
          </Field>
          <Field
            label={t('credential')}
            quietLabel={index > 0}
            error={fieldError(`accounts.${index}.credentialId`)}
            className="max-sm:order-1 max-sm:col-span-2"
          >
            <Select
              name="credentialId"
              value={row.credentialId}
              onChange={(event) => change(row.key, { credentialId: event.target.value })}
            >
              <option value="">{t('ask')}</option>
              {credentials.map((credential) => (
                <option key={credential.id} value={credential.id}>
                  {credential.name}
                </option>
              ))}
            </Select>
          </Field>
          <Button
            variant="ghost"
            size="icon"
            className={index > 0 ? 'mt-6 sm:mt-0' : 'mt-6'}
            aria-label={t('remove', { login: row.login })}
            onClick={() => setRows((all) => all.filter(({ key }) => key !== row.key))}
          >
            <X aria-hidden />
          </Button>
        </div>
      ))}
      <Button size="sm" className="self-start" onClick={add}>
        <Plus aria-hidden />
        {t('add')}
      </Button>
    </div>
  )
}
