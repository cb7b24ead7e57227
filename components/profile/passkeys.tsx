'use client'

import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { toast } from 'sonner'
import { NewPasskey, type NewPasskeyActions } from '@/components/identity/new-passkey'
import { type Means, ProofForm } from '@/components/identity/proof-form'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field, Input } from '@/components/ui/field'
import { type Outcome, SubmitButton, useAction } from '@/components/ui/form'

/** Adds a passkey, in a dialog. */
export function AddPasskey({ means, ...actions }: NewPasskeyActions & { means: Means }) {
  const t = useTranslations('passkey.add')
  const router = useRouter()
  const [open, setOpen] = useState(false)
  const done = () => {
    setOpen(false)
    toast.success(t('done'))
    router.refresh()
  }
  return (
    <>
      <Button size="sm" onClick={() => setOpen(true)}>
        {t('button')}
      </Button>
      <Dialog open={open} onOpenChange={setOpen} title={t('button')}>
        <NewPasskey means={means} {...actions} done={done} />
      </Dialog>
    </>
  )
}

interface ActionsProps {
  passkey: { id: string; name: string }
  means: Means
  /** It is the only factor. */
  last: boolean
  mayRemove: boolean
  rename: (form: FormData) => Promise<Outcome<null>>
  remove: (form: FormData) => Promise<Outcome<null>>
}

/** What can be done with one of one's passkeys. */
export function PasskeyActions({ passkey, means, last, mayRemove, rename, remove }: ActionsProps) {
  const t = useTranslations('passkey')
  const [open, setOpen] = useState<'rename' | 'remove'>()
  const { name } = passkey
  const show = (which: 'rename' | 'remove') => (wanted: boolean) => setOpen(wanted ? which : undefined)
  const done = (said: string) => () => {
    setOpen(undefined)
    toast.success(said)
  }
  return (
    <div className="flex flex-wrap gap-1.5">
      <Button size="sm" aria-label={t('rename.label', { name })} onClick={() => setOpen('rename')}>
        {t('rename.button')}
      </Button>
      {mayRemove && (
        <Button
          size="sm"
          variant="quietDanger"
          aria-label={t('remove.label', { name })}
          onClick={() => setOpen('remove')}
        >
          {t('remove.button')}
        </Button>
      )}
      <Dialog open={open === 'rename'} onOpenChange={show('rename')} title={t('rename.title', { name })}>
        <RenameForm name={name} rename={rename} done={done(t('rename.done'))} />
      </Dialog>
      <Dialog
        open={open === 'remove'}
        onOpenChange={show('remove')}
        title={t('remove.title', { name })}
        description={last ? t('remove.textLast') : t('remove.text')}
      >
        <ProofForm
          means={means}
          action={remove}
          done={done(t('remove.done'))}
          submit={t('remove.button')}
          recovery
          danger
        />
      </Dialog>
    </div>
  )
}

interface RenameProps {
  name: string
  rename: (form: FormData) => Promise<Outcome<null>>
  done: () => void
}

function RenameForm({ name, rename, done }: RenameProps) {
  const t = useTranslations('passkey')
  const { onSubmit, pending, fieldError, notice } = useAction(rename, done)
  return (
    <form method="post" className="flex max-w-md flex-col gap-4" onSubmit={onSubmit}>
      {notice}
      <Field label={t('add.name')} error={fieldError('name')}>
        <Input name="name" autoComplete="off" autoFocus required maxLength={100} defaultValue={name} />
      </Field>
      <div>
        <SubmitButton pending={pending}>{t('rename.save')}</SubmitButton>
      </div>
    </form>
  )
}
