'use client'

import { useTimeZone, useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Field, Input } from '@/components/ui/field'
import { fromLocal, toLocal } from '@/components/ui/local-moment'

const hourMs = 3_600_000
const quick = { hours8: 8 * hourMs, week: 7 * 24 * hourMs, days30: 30 * 24 * hourMs } as const

interface PeriodFieldsProps {
  from: Date | null
  until: Date | null
  fieldError: (path: string) => string | undefined
}

/** From when and until when, by the reader's clock; sent as moments, so that it is theirs that counts. */
export function PeriodFields({ from, until, fieldError }: PeriodFieldsProps) {
  const t = useTranslations('grants')
  const common = useTranslations('common')
  const zone = useTimeZone()
  const [begin, setBegin] = useState(from ? toLocal(from, zone) : '')
  const [end, setEnd] = useState(until ? toLocal(until, zone) : '')
  const lastFor = (ms: number) => {
    const start = Math.max(Date.now(), fromLocal(begin, zone)?.getTime() ?? 0)
    setEnd(toLocal(new Date(start + ms), zone))
  }
  // What was not touched is sent as it was: the field has minutes alone.
  const sent = (text: string, before: Date | null) =>
    before && toLocal(before, zone) === text ? before.toISOString() : (fromLocal(text, zone)?.toISOString() ?? text)
  return (
    <div className="flex flex-col gap-2">
      <div className="grid gap-4 sm:grid-cols-2">
        <Field
          label={t('field.validFrom')}
          optional={common('optional')}
          hint={t('field.zoneHint', { zone: zone ?? 'UTC' })}
          error={fieldError('validFrom')}
        >
          <Input
            type="datetime-local"
            className="tabular"
            value={begin}
            onChange={(event) => setBegin(event.target.value)}
          />
        </Field>
        <Field
          label={t('field.validUntil')}
          optional={common('optional')}
          hint={t('field.zoneHint', { zone: zone ?? 'UTC' })}
          error={fieldError('validUntil')}
        >
          <Input
            type="datetime-local"
            className="tabular"
            value={end}
            onChange={(event) => setEnd(event.target.value)}
          />
        </Field>
      </div>
      <input type="hidden" name="validFrom" value={sent(begin, from)} />
      <input type="hidden" name="validUntil" value={sent(end, until)} />
      <fieldset className="flex flex-wrap items-center gap-1.5">
        <legend className="float-left mr-1.5 text-muted text-sm leading-6">{t('quick.label')}</legend>
        {(['hours8', 'week', 'days30'] as const).map((length) => (
          <Button key={length} size="xs" onClick={() => lastFor(quick[length])}>
            {t(`quick.${length}`)}
          </Button>
        ))}
        <Button size="xs" onClick={() => setEnd('')}>
          {t('quick.none')}
        </Button>
      </fieldset>
    </div>
  )
}
