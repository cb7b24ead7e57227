'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'
import { Field, Input } from '@/components/ui/field'
import { type Outcome, SubmitButton, useAction } from '@/components/ui/form'
import { CodeField } from './code-field'
import { RecoveryCodes } from './recovery-codes'

interface Begun {
  secret: string
  picture: string
}

interface Props {
  /** Whose it is: for password managers, and for the file of recovery codes. */
  name: string
  begin: (form: FormData) => Promise<Outcome<Begun>>
  confirm: (form: FormData) => Promise<Outcome<string[]>>
}

/** Sets up a second factor: the password, then the secret for the app and a first code of it, then the recovery codes. */
export function Enrolment({ name, begin, confirm }: Props) {
  const t = useTranslations('factor')
  const [begun, setBegun] = useState<Begun>()
  const [codes, setCodes] = useState<string[]>()
  if (codes) {
    return (
      <RecoveryCodes codes={codes} name={name}>
        {/* The whole page anew: what was refused a moment ago opens now. */}
        <Button variant="primary" onClick={() => window.location.reload()}>
          {t('codes.kept')}
        </Button>
      </RecoveryCodes>
    )
  }
  if (begun) return <Confirm begun={begun} confirm={confirm} done={setCodes} />
  return <Begin name={name} begin={begin} done={setBegun} />
}

function Begin({ name, begin, done }: Pick<Props, 'name' | 'begin'> & { done: (begun: Begun) => void }) {
  const t = useTranslations('factor')
  const { onSubmit, pending, fieldError, notice } = useAction(begin, done)
  return (
    <form method="post" className="flex max-w-md flex-col gap-4" onSubmit={onSubmit}>
      {notice}
      <input type="text" name="username" autoComplete="username" defaultValue={name} hidden readOnly />
      <Field label={t('enrol.password')} hint={t('enrol.passwordHint')} error={fieldError('password')}>
        <Input name="password" type="password" autoComplete="current-password" required maxLength={256} />
      </Field>
      <div>
        <SubmitButton pending={pending}>{t('enrol.begin')}</SubmitButton>
      </div>
    </form>
  )
}

interface ConfirmProps {
  begun: Begun
  confirm: Props['confirm']
  done: (codes: string[]) => void
}

function Confirm({ begun, confirm, done }: ConfirmProps) {
  const t = useTranslations('factor')
  const { onSubmit, pending, fieldError, notice } = useAction(confirm, done)
  return (
    <form method="post" className="flex max-w-md flex-col gap-4" onSubmit={onSubmit}>
      {notice}
      <p className="text-sm">{t('enrol.scan')}</p>
      {/* White in both themes: readers need dark modules on a light ground. */}
      {/* biome-ignore lint/performance/noImgElement: a picture in the page itself has nothing to optimise. */}
      <img src={begun.picture} alt={t('enrol.picture')} className="size-52 self-center rounded-md bg-white" />
      <div>
        <p className="mb-1 text-muted text-sm">{t('enrol.byHand')}</p>
        <div className="flex flex-wrap items-center gap-2">
          <code className="min-w-0 flex-1 basis-40 break-all rounded-md border border-line bg-sunken px-2.5 py-1.5 font-mono text-sm">
            {begun.secret.replace(/.{4}(?=.)/g, '$& ')}
          </code>
          <CopyButton text={begun.secret} label={t('enrol.copy')} />
        </div>
      </div>
      <CodeField label={t('code')} hint={t('enrol.codeHint')} error={fieldError('code')} />
      <div>
        <SubmitButton pending={pending}>{t('enrol.confirm')}</SubmitButton>
      </div>
    </form>
  )
}
