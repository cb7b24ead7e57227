'use client'

import { useTranslations } from 'next-intl'
import { useState, useTransition } from 'react'
import { toast } from 'sonner'
import { ActionButton } from '@/components/ui/action-button'
import { Button, LinkButton } from '@/components/ui/button'
import { ConfirmDialog } from '@/components/ui/dialog'
import { useErrorText } from '@/components/ui/error-notice'
import type { Outcome } from '@/components/ui/form'
import { Badge, Notice } from '@/components/ui/surfaces'
import { Time } from '@/components/ui/values'
import type { DeviceSummary } from '@/core/identity/own-devices'

interface Props {
  devices: DeviceSummary[]
  mayConfirm: boolean
  confirm: (id: string) => Promise<Outcome<null>>
  disown: (id: string) => Promise<Outcome<null>>
}

/** One's devices. The new ones are pointed out; what is not one's own is signed out, and then it is said what to do next. */
export function Devices({ devices, mayConfirm, confirm, disown }: Props) {
  const [disowned, setDisowned] = useState<string>()
  return (
    <div className="flex flex-col gap-3">
      {disowned !== undefined && <NextSteps device={disowned} />}
      <ul className="divide-y divide-line">
        {devices.map((device) => (
          <Device
            key={device.id}
            device={device}
            confirm={device.isNew && mayConfirm && !device.current ? () => confirm(device.id) : undefined}
            disown={() => disown(device.id)}
            onDisowned={() => setDisowned(device.label)}
          />
        ))}
      </ul>
    </div>
  )
}

function NextSteps({ device }: { device: string }) {
  const t = useTranslations('profile.devices.after')
  return (
    <Notice tone="warn" title={t('title', { device })}>
      {t('text')}
      <span className="mt-2 flex flex-wrap gap-2">
        <Button
          size="sm"
          variant="primary"
          onClick={() => document.querySelector<HTMLInputElement>('input[name="current"]')?.focus()}
        >
          {t('password')}
        </Button>
        <LinkButton size="sm" href="/sessions">
          {t('sessions')}
        </LinkButton>
      </span>
    </Notice>
  )
}

interface DeviceProps {
  device: DeviceSummary
  /** Where this browser may say so. */
  confirm: (() => Promise<Outcome<null>>) | undefined
  disown: () => Promise<Outcome<null>>
  onDisowned: () => void
}

function Device({ device, confirm, disown, onDisowned }: DeviceProps) {
  const t = useTranslations('profile.devices')
  const { label, address } = device
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-2.5">
      <div className="min-w-0 flex-1 basis-64 text-sm">
        <p className="flex flex-wrap items-center gap-2">
          <span className="min-w-0 break-words">{label}</span>
          {device.isNew && <Badge tone="warn">{t('new')}</Badge>}
        </p>
        <p className="mt-0.5 flex flex-wrap gap-x-3 text-muted text-xs">
          <span className="font-mono">{address}</span>
          <span>
            {t('firstSeen')} <Time at={device.firstSeenAt} />
          </span>
          <span>
            {t('lastSeen')} <Time at={device.lastSeenAt} />
          </span>
        </p>
      </div>
      {device.current ? (
        <Badge tone="accent">{t('this')}</Badge>
      ) : (
        <div className="flex flex-wrap gap-2">
          {confirm && (
            <ActionButton
              size="sm"
              action={confirm}
              done={t('mineDone')}
              aria-label={t('mineOf', { device: label, address })}
            >
              {t('mine')}
            </ActionButton>
          )}
          <Disown device={device} disown={disown} onDisowned={onDisowned} />
        </div>
      )}
    </li>
  )
}

function Disown({ device, disown, onDisowned }: Pick<DeviceProps, 'device' | 'disown' | 'onDisowned'>) {
  const t = useTranslations('profile.devices')
  const common = useTranslations('common')
  const { sentence } = useErrorText()
  const [pending, startTransition] = useTransition()
  const names = { device: device.label, address: device.address }
  const run = () =>
    startTransition(async () => {
      const outcome = await disown()
      if (outcome.ok) onDisowned()
      else toast.error(sentence(outcome.error))
    })
  return (
    <ConfirmDialog
      trigger={
        <Button size="sm" variant="quietDanger" disabled={pending} aria-label={t('notMineOf', names)}>
          {t('notMine')}
        </Button>
      }
      title={t('ask.title', names)}
      description={t('ask.text')}
      confirm={t('ask.confirm')}
      cancel={common('cancel')}
      onConfirm={run}
    />
  )
}
