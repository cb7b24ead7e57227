import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { chooseLocale } from '@/app/_lib/locale'
import { Mark } from '@/components/shell/mark'
import { LanguageSwitch, ThemeSwitch } from '@/components/shell/preferences'

export default async function GateLayout({ children }: { children: ReactNode }) {
  const t = await getTranslations('auth')
  return (
    <div className="flex min-h-dvh flex-col items-center justify-center gap-6 px-4 py-10">
      <header className="flex flex-col items-center gap-2">
        <Mark className="size-11" />
        <p className="font-semibold text-xl tracking-tight">Gatehouse</p>
        <p className="text-center text-muted text-sm">{t('tagline')}</p>
      </header>
      <main className="w-full max-w-sm rounded-xl border border-line bg-raised p-6 shadow-sm">{children}</main>
      <footer className="flex flex-wrap justify-center gap-2">
        <ThemeSwitch />
        <LanguageSwitch choose={chooseLocale} />
      </footer>
    </div>
  )
}
