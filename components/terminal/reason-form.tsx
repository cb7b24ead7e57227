'use client'

import { SquareTerminal } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { Field, Input } from '@/components/ui/field'

interface ReasonFormProps {
  /** What was given for the session before. */
  last: string
  connect: (reason: string) => void
}

/** Asks why, for a grant that demands a reason, and then connects. */
export function ReasonForm({ last, connect }: ReasonFormProps) {
  const t = useTranslations('terminal.reason')
  return (
    <form
      className="flex shrink-0 flex-wrap items-end gap-x-4 gap-y-2 border-line border-t bg-raised px-4 py-3 text-sm"
      onSubmit={(event) => {
        event.preventDefault()
        const reason = String(new FormData(event.currentTarget).get('reason') ?? '').trim()
        if (reason) connect(reason)
      }}
    >
      <div className="w-full min-w-0" role="status">
        <p className="font-medium">{t('title')}</p>
        <p className="text-muted">{t('text')}</p>
      </div>
      <Field label={t('label')} className="min-w-48 flex-1">
        <Input name="reason" defaultValue={last} required maxLength={500} autoFocus autoComplete="off" />
      </Field>
      <Button type="submit" variant="primary">
        <SquareTerminal aria-hidden />
        {t('connect')}
      </Button>
    </form>
  )
}
