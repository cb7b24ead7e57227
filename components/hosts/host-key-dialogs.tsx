'use client'

import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field, Input, Textarea } from '@/components/ui/field'
import { type Outcome, SubmitButton, useAction } from '@/components/ui/form'
import { toast } from '@/components/ui/toaster'
import type { PinnedKey } from '@/core/inventory/host-keys'

export interface Imported {
  added: number
  known: number
  others: number
}

/** Pins keys from pasted known_hosts lines. */
export function ImportKeys({ add }: { add: (form: FormData) => Promise<Outcome<Imported>> }) {
  const t = useTranslations('hosts.keys')
  const router = useRouter()
  const [open, setOpen] = useState(false)
  const { onSubmit, pending, notice, fail } = useAction(add, (imported) => {
    setOpen(false)
    toast.success(t('imported', { ...imported }))
    router.refresh()
  })
  return (
    <>
      <Button
        size="sm"
        onClick={() => {
          fail(undefined)
          setOpen(true)
        }}
      >
        {t('import')}
      </Button>
      <Dialog open={open} onOpenChange={setOpen} title={t('import')} description={t('importHint')}>
        <form method="post" className="flex flex-col gap-4" onSubmit={onSubmit}>
          {notice}
          <Field label={t('lines')}>
            <Textarea
              name="knownHosts"
              rows={6}
              required
              className="font-mono text-xs"
              spellCheck={false}
              placeholder="web-1.example.com ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA…"
            />
          </Field>
          <SubmitButton pending={pending} className="self-end">
            {t('importSubmit')}
          </SubmitButton>
        </form>
      </Dialog>
    </>
  )
}

interface ReplaceKeysProps {
  keys: readonly PinnedKey[]
  replace: (form: FormData) => Promise<Outcome<null>>
}

/** The answer to a changed key: another one in the place of all, with a reason for the audit log. */
export function ReplaceKeys({ keys, replace }: ReplaceKeysProps) {
  const t = useTranslations('hosts.keys')
  const common = useTranslations('common')
  const router = useRouter()
  const [open, setOpen] = useState(false)
  const { onSubmit, pending, notice, fieldError, fail } = useAction(replace, () => {
    setOpen(false)
    toast.success(common('saved'))
    router.refresh()
  })
  return (
    <>
      <Button
        size="sm"
        onClick={() => {
          fail(undefined)
          setOpen(true)
        }}
      >
        {t('replace')}
      </Button>
      <Dialog open={open} onOpenChange={setOpen} title={t('replace')} description={t('replaceText')}>
        <form method="post" className="flex flex-col gap-4" onSubmit={onSubmit}>
          {notice}
          {keys.length > 0 && (
            <div>
              <p className="font-medium text-sm">{t('forgotten')}</p>
              <ul className="mt-1 flex flex-col gap-0.5">
                {keys.map((key) => (
                  <li key={key.id} className="machine break-all text-danger line-through">
                    {key.keyType} {key.fingerprint}
                  </li>
                ))}
              </ul>
            </div>
          )}
          <Field label={t('publicKey')} hint={t('publicKeyHint')} error={fieldError('publicKey')}>
            <Textarea
              name="publicKey"
              rows={3}
              required
              className="font-mono text-xs"
              spellCheck={false}
              placeholder="ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA…"
            />
          </Field>
          <Field label={t('reason')} hint={t('reasonHint')} error={fieldError('reason')}>
            <Input name="reason" required maxLength={500} autoComplete="off" />
          </Field>
          <SubmitButton pending={pending} variant="danger" className="self-end">
            {t('replace')}
          </SubmitButton>
        </form>
      </Dialog>
    </>
  )
}
