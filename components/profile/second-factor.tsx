'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { toast } from 'sonner'
import { CodeField } from '@/components/identity/code-field'
import { Enrolment } from '@/components/identity/enrolment'
import { RecoveryCodes } from '@/components/identity/recovery-codes'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { type Outcome, SubmitButton, useAction } from '@/components/ui/form'

type EnrolmentProps = Parameters<typeof Enrolment>[0]

/** Sets a second factor up, once that is asked for. */
export function SetUpFactor(props: EnrolmentProps) {
  const t = useTranslations('factor')
  const [open, setOpen] = useState(false)
  if (open) return <Enrolment {...props} />
  return <Button onClick={() => setOpen(true)}>{t('enrol.title')}</Button>
}

interface RenewProps {
  name: string
  renew: (form: FormData) => Promise<Outcome<string[]>>
}

/** Makes recovery codes anew, after a code of the app, and shows them. */
export function RenewCodes({ name, renew }: RenewProps) {
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
          <RecoveryCodes codes={codes} name={name}>
            <Button variant="primary" onClick={() => show(false)}>
              {common('close')}
            </Button>
          </RecoveryCodes>
        ) : (
          <CodeForm action={renew} done={setCodes} submit={t('codes.renewConfirm')} hint={t('signIn.hint')} />
        )}
      </Dialog>
    </>
  )
}

/** Turns the second factor off, after a code. */
export function TurnOffFactor({ turnOff }: { turnOff: (form: FormData) => Promise<Outcome<null>> }) {
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
      <Dialog open={open} onOpenChange={setOpen} title={t('off.title')} description={t('off.text')}>
        <CodeForm action={turnOff} done={done} submit={t('off.button')} hint={t('off.hint')} letters danger />
      </Dialog>
    </>
  )
}

interface CodeFormProps<T> {
  action: (form: FormData) => Promise<Outcome<T>>
  done: (value: T) => void
  submit: string
  hint: string
  letters?: boolean
  danger?: boolean
}

function CodeForm<T>({ action, done, submit, hint, letters, danger = false }: CodeFormProps<T>) {
  const t = useTranslations('factor')
  const { onSubmit, pending, fieldError, notice } = useAction(action, done)
  return (
    <form method="post" className="flex max-w-md flex-col gap-4" onSubmit={onSubmit}>
      {notice}
      <CodeField label={t('code')} hint={hint} error={fieldError('code')} letters={letters} />
      <div>
        <SubmitButton pending={pending} variant={danger ? 'danger' : 'primary'}>
          {submit}
        </SubmitButton>
      </div>
    </form>
  )
}
