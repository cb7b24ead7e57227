'use client'

import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useRef } from 'react'
import { LinkButton } from '@/components/ui/button'
import { Field, Input, Select, Textarea } from '@/components/ui/field'
import { type Outcome, SubmitButton, useAction } from '@/components/ui/form'
import { Card, CardTitle } from '@/components/ui/surfaces'
import { toast } from '@/components/ui/toaster'
import { hostEncodings } from '@/core/encodings/names'
import type { HostDetail } from '@/core/inventory/hosts'
import { AccountRows, type CredentialChoice } from './account-rows'

interface HostFormProps {
  action: (form: FormData) => Promise<Outcome<{ id: string }>>
  /** The host to change; none for a new one. */
  host?: HostDetail
  credentials: readonly CredentialChoice[]
  /** Tags in use, offered below the field. */
  tags: readonly string[]
  back: string
}

/** A new host, or a change of one. */
export function HostForm({ action, host, credentials, tags, back }: HostFormProps) {
  const t = useTranslations('hosts')
  const common = useTranslations('common')
  const router = useRouter()
  const tagField = useRef<HTMLInputElement>(null)
  const { onSubmit, pending, fieldError, notice, failure } = useAction(action, ({ id }) => {
    toast.success(common('saved'))
    router.push(`/hosts/${id}`)
    router.refresh()
  })
  const tagError = Object.keys(failure?.fields ?? {}).find((field) => field.startsWith('tags'))

  const addTag = (tag: string) => {
    const input = tagField.current
    if (!input) return
    const present = input.value.split(/[\s,，、]+/).filter(Boolean)
    if (!present.includes(tag)) input.value = [...present, tag].join(', ')
    input.focus()
  }

  return (
    <form method="post" className="flex flex-col gap-4" onSubmit={onSubmit} noValidate>
      {notice}
      <Card className="flex flex-col gap-4">
        <Field label={t('field.name')} hint={t('field.nameHint')} error={fieldError('name')}>
          <Input name="name" defaultValue={host?.name} autoFocus={!host} autoComplete="off" required />
        </Field>
        <div className="grid gap-4 sm:grid-cols-[1fr_8rem]">
          <Field label={t('field.address')} hint={t('field.addressHint')} error={fieldError('address')}>
            <Input
              name="address"
              defaultValue={host?.address}
              className="font-mono"
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              required
            />
          </Field>
          <Field label={t('field.port')} error={fieldError('port')}>
            <Input
              name="port"
              defaultValue={host?.port ?? 22}
              className="tabular font-mono"
              inputMode="numeric"
              autoComplete="off"
              required
            />
          </Field>
        </div>
        <div className="flex flex-col gap-1.5">
          <Field
            label={t('field.tags')}
            optional={common('optional')}
            hint={t('field.tagsHint')}
            error={tagError && fieldError(tagError)}
          >
            <Input
              ref={tagField}
              name="tags"
              defaultValue={host?.tags.join(', ')}
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
            />
          </Field>
          {tags.length > 0 && (
            <fieldset className="flex flex-wrap gap-1" aria-label={t('field.tagsKnown')}>
              {tags.slice(0, 16).map((tag) => (
                <button
                  key={tag}
                  type="button"
                  onClick={() => addTag(tag)}
                  className="max-w-40 truncate rounded border border-line border-dashed px-1.5 text-muted text-xs hover:border-line-strong hover:text-ink"
                >
                  + {tag}
                </button>
              ))}
            </fieldset>
          )}
        </div>
        <Field label={t('field.encoding')} hint={t('field.encodingHint')} error={fieldError('encoding')}>
          <Select name="encoding" defaultValue={host?.encoding ?? 'utf-8'} className="sm:max-w-80">
            {hostEncodings.map((encoding) => (
              <option key={encoding} value={encoding}>
                {t(`encoding.${encoding}`)}
              </option>
            ))}
          </Select>
        </Field>
        <Field label={t('field.notes')} optional={common('optional')} error={fieldError('notes')}>
          <Textarea name="notes" rows={3} defaultValue={host?.notes} />
        </Field>
      </Card>
      <Card>
        <CardTitle lead={t('account.lead')}>{t('account.title')}</CardTitle>
        <AccountRows accounts={host?.accounts ?? []} credentials={credentials} fieldError={fieldError} />
      </Card>
      {host && <input type="hidden" name="basedOn" value={new Date(host.updatedAt).toISOString()} />}
      <div className="flex gap-2">
        <SubmitButton pending={pending}>{host ? common('save') : t('create')}</SubmitButton>
        <LinkButton href={back} variant="ghost">
          {common('cancel')}
        </LinkButton>
      </div>
    </form>
  )
}
