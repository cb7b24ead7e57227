'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { toast } from 'sonner'
import { Enrolment } from '@/components/identity/enrolment'
import { type Means, ProofForm } from '@/components/identity/proof-form'
import { RecoveryCodes } from '@/components/identity/recovery-codes'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import type { Outcome } from '@/components/ui/form'

type EnrolmentProps = Parameters<typeof Enrolment>[0]

/** Sets an authenticator app up, once that is asked for. */
export function SetUpFactor(props: EnrolmentProps) {
  const t = useTranslations('factor')
  const [open, setOpen] = useState(false)
  if (open) return <Enrolment {...props} />
  return <Button onClick={() => setOpen(true)}>{t('enrol.title')}</Button>
}

interface RenewProps {
  means: Means
  renew: (form: FormData) => Promise<Outcome<string[]>>
}

/** Makes recovery codes anew, after a code of the app or a passkey, and shows them. */
export function RenewCodes({ means, renew }: RenewProps) {
  const t = useTranslations('factor')
  const common = useTranslations('common')
  const [open, setOpen] = useState(false)
  const [codes, setCodes] = useState<string[]>()
  const show = (wanted: boolean) => {
    setOpen(wanted)
    setCodes(undefined)
  }
  return (
    <>
      <Button size="sm" onClick={() => show(true)}>
        {t('codes.renew')}
      </Button>
      <Dialog open={open} onOpenChange={show} title={t('codes.renew')} description={t('codes.renewText')}>
        {codes ? (
          <RecoveryCodes codes={codes} name={means.name}>
            <Button variant="primary" onClick={() => show(false)}>
              {common('close')}
            </Button>
          </RecoveryCodes>
        ) : (
          <ProofForm means={means} action={renew} done={setCodes} submit={t('codes.renewConfirm')} />
        )}
      </Dialog>
    </>
  )
}

interface TurnOffProps {
  means: Means
  turnOff: (form: FormData) => Promise<Outcome<null>>
}

/** Turns the authenticator app off, after a proof. */
export function TurnOffFactor({ means, turnOff }: TurnOffProps) {
  const t = useTranslations('factor')
  const [open, setOpen] = useState(false)
  const done = () => {
    setOpen(false)
    toast.success(t('off.done'))
  }
  return (
    <>
      <Button size="sm" variant="quietDanger" onClick={() => setOpen(true)}>
        {t('off.button')}
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={t('off.title')}
        description={means.passkey ? t('off.textOther') : t('off.text')}
      >
        <ProofForm means={means} action={turnOff} done={done} submit={t('off.button')} recovery danger />
      </Dialog>
    </>
  )
}
