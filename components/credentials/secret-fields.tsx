'use client'

import { FileKey } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useRef } from 'react'
import { Button } from '@/components/ui/button'
import { Field, Input, Textarea } from '@/components/ui/field'
import { toast } from '@/components/ui/toaster'

interface SecretFieldsProps {
  kind: 'password' | 'private-key'
  /** The stored secret stays when the field is left empty. */
  keep?: boolean
  /** Why the last attempt was refused, to mark the field it is about. */
  code?: string
  fieldError: (field: string) => string | undefined
}

/** A key file is a few kilobytes; whatever is larger is another file. */
const maxKeyFileBytes = 65_536

/** The secret of a credential: typed, pasted, or read from a file. It is never filled in again. */
export function SecretFields({ kind, keep = false, code, fieldError }: SecretFieldsProps) {
  const t = useTranslations('credentials.field')
  const errors = useTranslations('errors')
  const keyField = useRef<HTMLTextAreaElement>(null)
  const file = useRef<HTMLInputElement>(null)

  if (kind === 'password') {
    return (
      <Field label={keep ? t('keepPassword') : t('password')} error={fieldError('password')}>
        <Input name="password" type="password" autoComplete="new-password" required={!keep} />
      </Field>
    )
  }
  const aboutKey = code === 'key-unreadable' || code === 'key-type-unsupported'
  const aboutPassphrase = code === 'key-passphrase-needed' || code === 'key-passphrase-wrong'
  return (
    <>
      <div className="flex flex-col gap-2">
        <Field
          label={keep ? t('keepKey') : t('privateKey')}
          hint={t('privateKeyHint')}
          error={fieldError('privateKey') ?? (aboutKey ? errors(code) : undefined)}
        >
          <Textarea
            ref={keyField}
            name="privateKey"
            rows={keep ? 4 : 9}
            required={!keep}
            className="font-mono text-xs"
            spellCheck={false}
            autoComplete="off"
            autoCapitalize="none"
            placeholder="-----BEGIN OPENSSH PRIVATE KEY-----"
          />
        </Field>
        <input
          ref={file}
          type="file"
          className="hidden"
          aria-hidden
          tabIndex={-1}
          onChange={(event) => {
            const chosen = event.target.files?.[0]
            // The same file may be chosen again, after it was mended.
            event.target.value = ''
            if (!chosen) return
            if (chosen.size > maxKeyFileBytes) {
              toast.error(errors('key-unreadable'))
              return
            }
            void chosen.text().then((text) => {
              if (keyField.current) keyField.current.value = text
            })
          }}
        />
        <Button size="sm" className="self-start" onClick={() => file.current?.click()}>
          <FileKey aria-hidden />
          {t('fromFile')}
        </Button>
      </div>
      <Field label={t('passphrase')} hint={t('passphraseHint')} error={aboutPassphrase ? errors(code) : undefined}>
        <Input name="passphrase" type="password" autoComplete="new-password" />
      </Field>
    </>
  )
}
