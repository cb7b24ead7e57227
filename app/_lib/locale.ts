'use server'

import { cookies } from 'next/headers'
import { localeCookie, locales } from '@/i18n/locales'

/** Remembers the person's language for a year. An unknown one is ignored. */
export async function chooseLocale(locale: string): Promise<void> {
  if (!locales.some((known) => known === locale)) return
  const jar = await cookies()
  jar.set(localeCookie, locale, { maxAge: 31_536_000, sameSite: 'lax', path: '/' })
}
