'use client'

import { ShieldAlert } from 'lucide-react'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useEffect, useRef, useState } from 'react'
import type { NewDevice } from '@/core/identity/own-devices'

/** What the notice takes of a device. */
export type NoticedDevice = Pick<NewDevice, 'id' | 'label' | 'address'>

const href = '/profile#devices'

/**
 * The new devices, asked for anew when another page is opened or this tab is looked at again: both are the person's doing, so
 * that a tab left open doesn't count as use for ever. `first` is what the page was sent with.
 */
export function useNewDevices(first: readonly NoticedDevice[]): readonly NoticedDevice[] {
  const path = usePathname()
  const [devices, setDevices] = useState(first)
  const asked = useRef(path)
  useEffect(() => setDevices(first), [first])
  useEffect(() => {
    const abort = new AbortController()
    const ask = () =>
      fetch('/api/v1/devices', { signal: abort.signal })
        .then(async (answer) => {
          // The route answers with what the page was sent with.
          if (answer.ok) setDevices((await answer.json()) as NoticedDevice[])
        })
        .catch(() => {
          // Aborted, or offline: what was known stays.
        })
    if (asked.current !== path) void ask()
    asked.current = path
    const onVisible = () => {
      if (document.visibilityState === 'visible') void ask()
    }
    document.addEventListener('visibilitychange', onVisible)
    return () => {
      document.removeEventListener('visibilitychange', onVisible)
      abort.abort()
    }
  }, [path])
  return devices
}

/** Someone has signed in to this account where nobody had before: which device, and the way to where it is dealt with. */
export function DeviceNotice({ devices }: { devices: readonly NoticedDevice[] }) {
  const t = useTranslations('nav.newDevice')
  const [newest] = devices
  return (
    <div role="status">
      {newest && (
        <Link
          href={href}
          className="flex items-start gap-2.5 rounded-md bg-warn-soft px-2 py-1.5 text-sm text-warn ring-1 ring-warn/25 ring-inset hover:ring-warn"
        >
          <ShieldAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
          <span className="min-w-0">
            <span className="block font-medium leading-4.5">{t('title')}</span>
            <span className="block break-words text-xs">
              {newest.label}, {newest.address}
              {devices.length > 1 && <> {t('more', { count: devices.length - 1 })}</>}
            </span>
          </span>
        </Link>
      )}
    </div>
  )
}

/** The same where there is room for a sign alone. */
export function DeviceSign({ devices }: { devices: readonly NoticedDevice[] }) {
  const t = useTranslations('nav.newDevice')
  return (
    <div role="status" className="ml-auto">
      {devices.length > 0 && (
        <Link
          href={href}
          title={t('title')}
          className="flex size-8 items-center justify-center rounded-md bg-warn-soft text-warn ring-1 ring-warn/25 ring-inset"
        >
          <ShieldAlert aria-hidden className="size-4" />
          <span className="sr-only">{t('title')}</span>
        </Link>
      )}
    </div>
  )
}
