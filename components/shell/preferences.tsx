'use client'

import { useRouter } from 'next/navigation'
import { useLocale, useTranslations } from 'next-intl'
import { useTheme } from 'next-themes'
import { useEffect, useState } from 'react'

const segment =
  'rounded px-2 py-0.5 text-sm aria-pressed:bg-raised aria-pressed:font-medium aria-pressed:text-ink aria-pressed:shadow-sm text-muted'
const group = 'inline-flex rounded-md bg-sunken p-0.5'

/** Language, shown in each language's own words. */
export function LanguageSwitch({ choose }: { choose: (locale: string) => Promise<void> }) {
  const t = useTranslations('nav')
  const locale = useLocale()
  const router = useRouter()
  return (
    <fieldset className={group} aria-label={t('language')}>
      {[
        ['en', 'English'],
        ['zh-CN', '中文'],
      ].map(([value = '', label]) => (
        <button
          key={value}
          type="button"
          lang={value}
          aria-pressed={locale === value}
          className={segment}
          onClick={() => void choose(value).then(() => router.refresh())}
        >
          {label}
        </button>
      ))}
    </fieldset>
  )
}

export function ThemeSwitch() {
  const t = useTranslations('nav')
  const { theme, setTheme } = useTheme()
  // The server can't know the theme; until the browser says, none is pressed.
  const [mounted, setMounted] = useState(false)
  useEffect(() => setMounted(true), [])
  return (
    <fieldset className={group} aria-label={t('theme')}>
      {(['system', 'light', 'dark'] as const).map((value) => (
        <button
          key={value}
          type="button"
          aria-pressed={mounted && theme === value}
          className={segment}
          onClick={() => setTheme(value)}
        >
          {t(value)}
        </button>
      ))}
    </fieldset>
  )
}
