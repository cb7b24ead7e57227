'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Checkbox, Field, Input } from '@/components/ui/field'
import { Badge } from '@/components/ui/surfaces'
import type { Capability } from '@/core/access/capabilities'
import type { GrantDetail } from '@/core/access/grants'
import { Radio, RadioGroup } from './radio'

interface LoginFieldsProps {
  grant?: Pick<GrantDetail, 'logins' | 'capabilities'>
  error?: string
  capabilityError?: string
}

/** As whom, and what may be done then. */
export function LoginFields({ grant, error, capabilityError }: LoginFieldsProps) {
  const t = useTranslations('grants')
  const [any, setAny] = useState((grant?.logins.length ?? 0) === 0)
  return (
    <div className="flex flex-col gap-5">
      <RadioGroup label={t('field.logins')}>
        <Radio name="loginMode" value="any" label={t('field.anyLogin')} checked={any} onChoose={() => setAny(true)} />
        <Radio
          name="loginMode"
          value="some"
          label={t('field.someLogins')}
          checked={!any}
          onChoose={() => setAny(false)}
        >
          <Field label={t('field.loginList')} hint={t('field.loginListHint')} error={error}>
            <Input
              name="logins"
              defaultValue={grant?.logins.join(', ')}
              className="machine"
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
            />
          </Field>
        </Radio>
      </RadioGroup>
      <fieldset className="flex min-w-0 flex-col items-start gap-2">
        <legend className="mb-1.5 font-medium text-sm">{t('capability.title')}</legend>
        <Checkbox
          name="capability"
          value="shell"
          label={t('capability.shell')}
          defaultChecked={!grant || grant.capabilities.includes('shell')}
          aria-invalid={capabilityError ? true : undefined}
        />
        {grant?.capabilities
          .filter((name) => name !== 'shell')
          .map((name) => (
            <Unused key={name} name={name} />
          ))}
        {capabilityError && <p className="text-danger text-sm">{capabilityError}</p>}
      </fieldset>
    </div>
  )
}

/** What the grant keeps for what Gatehouse doesn't do yet. */
function Unused({ name }: { name: Capability }) {
  const t = useTranslations('grants.capability')
  return (
    <Checkbox
      name="capability"
      value={name}
      defaultChecked
      label={
        <>
          {t(name)} <Badge title={t('unusedHint')}>{t('unused')}</Badge>
        </>
      }
    />
  )
}
