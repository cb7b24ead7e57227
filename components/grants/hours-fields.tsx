'use client'

import { Plus, X } from 'lucide-react'
import { useTimeZone, useTranslations } from 'next-intl'
import { useRef, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Checkbox, Field, Input, Select } from '@/components/ui/field'
import type { Schedule } from '@/core/access/schedule'

const week = [1, 2, 3, 4, 5, 6, 7] as const

interface Row {
  key: number
  days: readonly number[]
  from: string
  to: string
}

interface HoursFieldsProps {
  schedule: Schedule | null
  /** Every time zone there is, by name. */
  zones: readonly string[]
  fieldError: (path: string) => string | undefined
}

/** Weekdays and hours in a time zone, or none of it. */
export function HoursFields({ schedule, zones, fieldError }: HoursFieldsProps) {
  const t = useTranslations('grants')
  const own = useTimeZone() ?? 'UTC'
  const [limited, setLimited] = useState(schedule !== null)
  const next = useRef(schedule?.windows.length ?? 1)
  const [rows, setRows] = useState<Row[]>(() =>
    (schedule?.windows ?? [{ days: [1, 2, 3, 4, 5], from: '09:00', to: '18:00' }]).map((window, key) => ({
      key,
      ...window,
    })),
  )
  const zone = schedule?.timeZone ?? own
  const change = (key: number, part: Partial<Row>) =>
    setRows((all) => all.map((row) => (row.key === key ? { ...row, ...part } : row)))
  return (
    <div className="flex flex-col gap-3">
      <Checkbox
        label={t('field.hours')}
        name="hours"
        checked={limited}
        onChange={(event) => setLimited(event.target.checked)}
      />
      {limited && (
        <div className="flex flex-col gap-3 pl-6">
          {rows.map((row, index) => (
            <WindowFields
              key={row.key}
              row={row}
              index={index}
              change={(part) => change(row.key, part)}
              remove={rows.length > 1 ? () => setRows((all) => all.filter(({ key }) => key !== row.key)) : undefined}
              fieldError={fieldError}
            />
          ))}
          <Button
            size="sm"
            className="self-start"
            onClick={() => {
              const row = { key: next.current++, days: [6, 7], from: '10:00', to: '16:00' }
              setRows((all) => [...all, row])
            }}
          >
            <Plus aria-hidden />
            {t('field.addWindow')}
          </Button>
          <Field label={t('field.zone')} error={fieldError('schedule.timeZone')} className="sm:max-w-80">
            <Select name="timeZone" defaultValue={zone}>
              {[...new Set([zone, own, 'UTC', ...zones])].map((name) => (
                <option key={name} value={name}>
                  {name}
                </option>
              ))}
            </Select>
          </Field>
        </div>
      )}
    </div>
  )
}

interface WindowProps {
  row: Row
  index: number
  change: (part: Partial<Row>) => void
  /** Undefined for the only one. */
  remove?: () => void
  fieldError: (path: string) => string | undefined
}

function WindowFields({ row, index, change, remove, fieldError }: WindowProps) {
  const t = useTranslations('grants')
  const error = (field: string) => fieldError(`schedule.windows.${index}.${field}`)
  const wrongDays = error('days')
  return (
    <fieldset className="flex min-w-0 flex-col gap-2 rounded-md border border-line p-3">
      <legend className="sr-only">{t('field.window', { index: index + 1 })}</legend>
      <input type="hidden" name="windowDays" value={row.days.join(',')} />
      <div className="flex flex-wrap gap-x-3 gap-y-1.5">
        {week.map((day) => (
          <Checkbox
            key={day}
            label={t(`day.${day}`)}
            checked={row.days.includes(day)}
            aria-invalid={wrongDays ? true : undefined}
            onChange={(event) =>
              change({ days: week.filter((one) => (one === day ? event.target.checked : row.days.includes(one))) })
            }
          />
        ))}
      </div>
      {wrongDays && <p className="text-danger text-sm">{wrongDays}</p>}
      <div className="flex flex-wrap items-start gap-3">
        <Field label={t('field.begins')} error={error('from')}>
          <Input
            type="time"
            name="windowFrom"
            className="tabular w-32"
            value={row.from}
            onChange={(event) => change({ from: event.target.value })}
          />
        </Field>
        <Field label={t('field.ends')} error={error('to')} hint={t('field.endsHint')}>
          <Input
            type="time"
            name="windowTo"
            className="tabular w-32"
            // The field knows no 24:00; midnight at the end is the same.
            value={row.to === '24:00' ? '00:00' : row.to}
            onChange={(event) => change({ to: event.target.value })}
          />
        </Field>
        {remove && (
          <Button
            variant="ghost"
            size="icon"
            className="mt-6 ml-auto"
            aria-label={t('field.removeWindow', { index: index + 1 })}
            onClick={remove}
          >
            <X aria-hidden />
          </Button>
        )}
      </div>
    </fieldset>
  )
}
