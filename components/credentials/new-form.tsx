'use client'

import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { LinkButton } from '@/components/ui/button'
import { Field, Input } from '@/components/ui/field'
import { type Outcome, SubmitButton, useAction } from '@/components/ui/form'
import { Card } from '@/components/ui/surfaces'
import { toast } from '@/components/ui/toaster'
import type { NewKind } from './kind'
import { SecretFields } from './secret-fields'

interface NewCredentialFormProps {
  kind: NewKind
  /** Where the list is, below which each has its page. */
  base: string
  create: (form: FormData) => Promise<Outcome<{ id: string }>>
}

/** A new credential of one kind; afterwards its page, which shows the public half of a key. */
export function NewCredentialForm({ kind, base, create }: NewCredentialFormProps) {
  const t = useTranslations('credentials')
  const common = useTranslations('common')
  const router = useRouter()
  const { onSubmit, pending, fieldError, failure, notice } = useAction(create, ({ id }) => {
    toast.success(t('sealed'))
    router.push(`${base}/${id}`)
    router.refresh()
  })
  return (
    <form method="post" className="flex flex-col gap-4" onSubmit={onSubmit} noValidate autoComplete="off">
      {notice}
      <input type="hidden" name="kind" value={kind} />
      <Card className="flex flex-col gap-4">
        <Field label={t('field.name')} hint={t('field.nameHint')} error={fieldError('name')}>
          <Input name="name" autoFocus required maxLength={200} autoComplete="off" />
        </Field>
        {kind === 'generated-key' ? (
          <p className="text-muted text-sm">{t('generateText')}</p>
        ) : (
          <SecretFields kind={kind} code={failure?.code} fieldError={fieldError} />
        )}
      </Card>
      <div className="flex gap-2">
        <SubmitButton pending={pending}>{t('create')}</SubmitButton>
        <LinkButton href={base} variant="ghost">
          {common('cancel')}
        </LinkButton>
      </div>
    </form>
  )
}
