import { useTranslations } from 'next-intl'
import { Field, Select } from '@/components/ui/field'
import type { CredentialRule } from '@/core/access/credential-rule'

const rules = ['any', 'shared', 'personal'] as const satisfies readonly CredentialRule[]

/** With whose credential the grant opens an account. */
export function CredentialField({ value = 'any', error }: { value?: CredentialRule; error?: string }) {
  const t = useTranslations('grants.credential')
  return (
    <Field label={t('title')} hint={t('hint')} error={error}>
      <Select name="credentials" defaultValue={value} className="sm:max-w-md">
        {rules.map((rule) => (
          <option key={rule} value={rule}>
            {t(`choice.${rule}`)}
          </option>
        ))}
      </Select>
    </Field>
  )
}
