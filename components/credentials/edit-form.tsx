'use client'

import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Field, Input } from '@/components/ui/field'
import { type Outcome, SubmitButton, useAction } from '@/components/ui/form'
import { toast } from '@/components/ui/toaster'
import type { CredentialSummary } from '@/core/vault/credentials'
import { SecretFields } from './secret-fields'

interface EditCredentialFormProps {
  credential: Pick<CredentialSummary, 'name' | 'kind'>
  update: (form: FormData) => Promise<Outcome<null>>
}

/** Renames a credential or puts another secret in the place of its own. */
export function EditCredentialForm({ credential, update }: EditCredentialFormProps) {
  const t = useTranslations('credentials')
  const common = useTranslations('common')
  const router = useRouter()
  const [saved, setSaved] = useState(0)
  const { onSubmit, pending, fieldError, failure, notice } = useAction(update, () => {
    toast.success(common('saved'))
    // A new form: what was typed as a secret does not stay on the page.
    setSaved((count) => count + 1)
    router.refresh()
  })
  return (
    <form method="post" key={saved} className="flex flex-col gap-4" onSubmit={onSubmit} noValidate autoComplete="off">
      {notice}
      <Field label={t('field.name')} error={fieldError('name')}>
        <Input name="name" defaultValue={credential.name} required autoComplete="off" />
      </Field>
      <SecretFields keep kind={credential.kind} code={failure?.code} fieldError={fieldError} />
      <SubmitButton pending={pending} className="self-start">
        {common('save')}
      </SubmitButton>
    </form>
  )
}
