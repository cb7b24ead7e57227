'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Checkbox, Field, Input } from '@/components/ui/field'

/** What is proposed: long enough to open a few sessions one after the other. */
const proposedMinutes = 5

/** Whether people prove who they are again when they connect, and how old a proof may be. */
export function ProofField({ minutes, error }: { minutes: number | null; error?: string }) {
  const t = useTranslations('grants.proof')
  const [asked, setAsked] = useState(minutes !== null)
  return (
    <div className="flex w-full flex-col gap-2.5">
      <Checkbox
        name="freshProof"
        label={t('label')}
        checked={asked}
        onChange={(event) => setAsked(event.target.checked)}
      />
      {asked && (
        <Field label={t('minutes')} hint={t('hint')} error={error} className="pl-6">
          <Input
            name="proofMinutes"
            type="number"
            min={1}
            max={1440}
            defaultValue={minutes ?? proposedMinutes}
            className="w-28"
            required
          />
        </Field>
      )}
    </div>
  )
}
