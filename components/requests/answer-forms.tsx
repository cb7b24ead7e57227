'use client'

import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { Field, Input, Textarea } from '@/components/ui/field'
import { type Outcome, SubmitButton, useAction } from '@/components/ui/form'
import { Card, CardTitle } from '@/components/ui/surfaces'
import { useDuration } from './state'

type Send = (form: FormData) => Promise<Outcome<null>>

/** An approver's yes, perhaps for less time, or no. Enter in the form says neither: the button does. */
export function DecideForm({
  who,
  where,
  wantedMs,
  send,
}: {
  who: string
  where: string
  wantedMs: number
  send: Send
}) {
  const t = useTranslations('requests')
  const duration = useDuration()
  const { run, pending, fieldError, notice } = useAction(send)
  const answer = (verdict: 'approved' | 'refused', form: HTMLFormElement | null) => {
    if (!form || pending) return
    const data = new FormData(form)
    data.set('verdict', verdict)
    run(data)
  }
  return (
    <Card aria-labelledby="decide">
      <CardTitle lead={t('decide.lead', { who, where })}>
        <span id="decide">{t('decide.title')}</span>
      </CardTitle>
      <form method="post" className="flex flex-col gap-3" onSubmit={(event) => event.preventDefault()}>
        {notice}
        <Field
          label={t('decide.minutes')}
          hint={t('decide.asAsked', { duration: duration(wantedMs) })}
          error={fieldError('minutes')}
        >
          <Input
            name="minutes"
            type="number"
            min={1}
            max={wantedMs / 60_000}
            inputMode="numeric"
            className="max-w-32"
          />
        </Field>
        <Field label={t('decide.comment')} error={fieldError('comment')}>
          <Textarea name="comment" maxLength={1000} rows={2} />
        </Field>
        <div className="flex flex-wrap gap-2">
          <Button
            variant="primary"
            disabled={pending}
            type="button"
            onClick={(event) => answer('approved', event.currentTarget.form)}
          >
            {t('decide.approve')}
          </Button>
          <Button
            variant="quietDanger"
            disabled={pending}
            type="button"
            onClick={(event) => answer('refused', event.currentTarget.form)}
          >
            {t('decide.refuse')}
          </Button>
        </div>
      </form>
    </Card>
  )
}

/** The reviewer's sign-off: what they found. */
export function ReviewForm({ send }: { send: Send }) {
  const t = useTranslations('requests')
  const { onSubmit, pending, fieldError, notice } = useAction(send)
  return (
    <Card aria-labelledby="review">
      <CardTitle lead={t('review.lead')}>
        <span id="review">{t('review.title')}</span>
      </CardTitle>
      <form method="post" className="flex flex-col gap-3" onSubmit={onSubmit}>
        {notice}
        <Field label={t('review.comment')} error={fieldError('comment')}>
          <Textarea name="comment" required maxLength={1000} rows={3} />
        </Field>
        <SubmitButton pending={pending} className="self-start">
          {t('review.sign')}
        </SubmitButton>
      </form>
    </Card>
  )
}
