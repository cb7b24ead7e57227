'use client'

import { useTranslations } from 'next-intl'
import { useRef, useState } from 'react'
import { Button } from '@/components/ui/button'
import { ErrorNotice, type ShownError } from '@/components/ui/error-notice'
import { Field, Input } from '@/components/ui/field'
import type { Outcome } from '@/components/ui/form'
import { Notice } from '@/components/ui/surfaces'
import type { CreationOptions } from '@/core/identity/webauthn'
import { PasskeyTrouble } from './passkey-button'
import { type Means, ProofForm } from './proof-form'
import { RecoveryCodes } from './recovery-codes'
import { type DeviceTrouble, makePasskey, usePasskeyPlace } from './use-passkey'

export interface NewPasskeyActions {
  begin: (form: FormData) => Promise<Outcome<CreationOptions>>
  confirm: (name: string, passkey: string) => Promise<Outcome<string[]>>
}

interface Props extends NewPasskeyActions {
  means: Means
  /** It is there, and the recovery codes, if there were any, are kept. */
  done: () => void
}

/** Adds a passkey: its name and a proof, then the device, then the recovery codes of a first factor. */
export function NewPasskey({ means, begin, confirm, done }: Props) {
  const t = useTranslations('passkey.add')
  const kept = useTranslations('factor.codes')('kept')
  const place = usePasskeyPlace(means.party)
  const [begun, setBegun] = useState<{ name: string; options: CreationOptions }>()
  const [codes, setCodes] = useState<string[]>()
  const [trouble, setTrouble] = useState<DeviceTrouble>()
  const [refused, setRefused] = useState<ShownError>()

  const turn = useRef(0)

  const create = async (name: string, options: CreationOptions) => {
    const mine = ++turn.current
    setTrouble(undefined)
    const answer = await makePasskey(options)
    // Asking anew ends the asking before.
    if (mine !== turn.current) return
    if (!answer.ok) {
      setTrouble(answer.trouble)
      return
    }
    const outcome = await confirm(name, answer.text).catch(() => undefined)
    if (outcome?.ok) {
      if (outcome.value.length > 0) setCodes(outcome.value)
      else done()
      return
    }
    // The question is used up: from the beginning.
    setBegun(undefined)
    setRefused(outcome ? outcome.error : { code: 'internal' })
  }

  if (place !== undefined && place !== 'here') return <PasskeyTrouble place={place} party={means.party} />
  if (codes) {
    return (
      <RecoveryCodes codes={codes} name={means.name}>
        <Button variant="primary" onClick={done}>
          {kept}
        </Button>
      </RecoveryCodes>
    )
  }
  if (begun) return <Device trouble={trouble} create={() => void create(begun.name, begun.options)} />
  return (
    <div className="flex flex-col gap-4">
      {refused && <ErrorNotice error={refused} />}
      <ProofForm
        means={means}
        action={begin}
        done={(options, form) => {
          const name = String(form.get('name'))
          setRefused(undefined)
          setBegun({ name, options })
          void create(name, options)
        }}
        submit={t('begin')}
        recovery
      >
        {(fieldError) => (
          <Field label={t('name')} hint={t('nameHint')} error={fieldError('name')}>
            <Input name="name" autoComplete="off" autoFocus required maxLength={100} />
          </Field>
        )}
      </ProofForm>
    </div>
  )
}

function Device({ trouble, create }: { trouble: DeviceTrouble | undefined; create: () => void }) {
  const t = useTranslations('passkey')
  return (
    <div className="flex max-w-md flex-col gap-4">
      {trouble ? <Notice tone="warn" title={t(trouble)} /> : <p role="status">{t('waiting')}</p>}
      <p className="text-muted text-sm">{t('add.createText')}</p>
      <div>
        <Button variant="primary" onClick={create}>
          {t('add.create')}
        </Button>
      </div>
    </div>
  )
}
