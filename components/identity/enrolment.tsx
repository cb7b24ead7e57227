'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'
import { type Outcome, SubmitButton, useAction } from '@/components/ui/form'
import { CodeField } from './code-field'
import { type Means, ProofForm } from './proof-form'
import { RecoveryCodes } from './recovery-codes'

interface Begun {
  secret: string
  picture: string
}

interface Props {
  means: Means
  begin: (form: FormData) => Promise<Outcome<Begun>>
  confirm: (form: FormData) => Promise<Outcome<string[]>>
}

/** Sets up an authenticator app: a proof, then the secret for the app and a first code of it, then the recovery codes. */
export function Enrolment({ means, begin, confirm }: Props) {
  const t = useTranslations('factor')
  const [begun, setBegun] = useState<Begun>()
  const [codes, setCodes] = useState<string[]>()
  // The whole page anew: what was refused a moment ago opens now.
  const leave = () => window.location.reload()
  const confirmed = (codes: string[]) => (codes.length > 0 ? setCodes(codes) : leave())
  if (codes) {
    return (
      <RecoveryCodes codes={codes} name={means.name}>
        <Button variant="primary" onClick={leave}>
          {t('codes.kept')}
        </Button>
      </RecoveryCodes>
    )
  }
  if (begun) return <Confirm begun={begun} confirm={confirm} done={confirmed} />
  return <ProofForm means={means} action={begin} done={setBegun} submit={t('enrol.begin')} recovery />
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
