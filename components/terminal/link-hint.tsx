'use client'

import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { usePreferences } from '@/components/preferences/provider'
import { visible } from '@/components/ui/visible'
import type { Screen } from './screen'

/** The address below the pointer, and how to open it. */
export function LinkHint({ view }: { view: Screen }) {
  const t = useTranslations('terminal')
  const { preferences } = usePreferences()
  const [uri, setUri] = useState<string>()
  useEffect(() => view.listen({ link: setUri }), [view])
  if (!uri) return null
  const mac = navigator.platform.startsWith('Mac')
  const how = preferences.linkClick === 'plain' ? t('link.plain') : t('link.modifier', { key: mac ? '⌘' : 'Ctrl' })
  return (
    <p
      role="status"
      className="pointer-events-none absolute bottom-1.5 left-2 z-10 max-w-[calc(100%-2rem)] truncate rounded-md border border-line bg-raised px-2 py-0.5 text-xs shadow-float"
    >
      {how} <span className="machine text-muted">{visible(uri)}</span>
    </p>
  )
}
