'use client'

import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { LinkButton } from '@/components/ui/button'
import { Checkbox, Field, Input, Select, Textarea } from '@/components/ui/field'
import { type Outcome, SubmitButton, useAction } from '@/components/ui/form'
import { Badge, Card } from '@/components/ui/surfaces'
import { toast } from '@/components/ui/toaster'
import { placeholdersOf } from '@/core/snippets/placeholders'
import type { SnippetSummary } from '@/core/snippets/snippet-reads'

interface SnippetFormProps {
  save: (form: FormData) => Promise<Outcome<null>>
  /** The snippet to change; none for a new one. */
  snippet?: SnippetSummary
  /** Whether a new one may be everybody's. */
  mayShare: boolean
}

/** A new snippet, or a change of one. Shows the placeholders as they are typed. */
export function SnippetForm({ save, snippet, mayShare }: SnippetFormProps) {
  const t = useTranslations('snippets')
  const common = useTranslations('common')
  const router = useRouter()
  const [text, setText] = useState(snippet?.text ?? '')
  const { onSubmit, pending, fieldError, notice } = useAction(save, () => {
    toast.success(common('saved'))
    router.push('/snippets')
    router.refresh()
  })
  const placeholders = placeholdersOf(text)
  return (
    <form method="post" className="flex flex-col gap-4" onSubmit={onSubmit} noValidate autoComplete="off">
      {notice}
      <Card className="flex flex-col gap-4">
        <Field label={t('field.name')} error={fieldError('name')}>
          <Input name="name" defaultValue={snippet?.name} autoFocus={!snippet} required maxLength={200} />
        </Field>
        <div className="flex flex-col gap-1.5">
          <Field label={t('field.text')} hint={t('field.textHint')} error={fieldError('text')}>
            <Textarea
              name="text"
              rows={5}
              required
              className="font-mono text-sm"
              autoCapitalize="none"
              spellCheck={false}
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
          </Field>
          {placeholders.length > 0 && (
            <p className="flex flex-wrap items-center gap-1 text-muted text-xs">
              {t('placeholders')}
              {placeholders.map(({ name, fallback }) => (
                <Badge key={name} tone="accent" className="font-mono">
                  {fallback ? `${name} = ${fallback}` : name}
                </Badge>
              ))}
            </p>
          )}
        </div>
        <Field label={t('field.description')} optional={common('optional')} error={fieldError('description')}>
          <Input name="description" defaultValue={snippet?.description} maxLength={500} />
        </Field>
        {mayShare && (
          <Field label={t('field.scope')}>
            <Select name="scope" defaultValue="own" className="sm:max-w-64">
              <option value="own">{t('scope.own')}</option>
              <option value="shared">{t('scope.shared')}</option>
            </Select>
          </Field>
        )}
        <Checkbox name="runs" defaultChecked={snippet?.runs} label={t('field.runs')} />
      </Card>
      {snippet && <input type="hidden" name="basedOn" value={new Date(snippet.updatedAt).toISOString()} />}
      <div className="flex gap-2">
        <SubmitButton pending={pending}>{snippet ? common('save') : t('create')}</SubmitButton>
        <LinkButton href="/snippets" variant="ghost">
          {common('cancel')}
        </LinkButton>
      </div>
    </form>
  )
}
