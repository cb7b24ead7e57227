'use server'

import { cookies } from 'next/headers'
import { rememberLanguage } from '@/core/identity/mail-profile'
import { localeCookie, locales } from '@/i18n/locales'
import { getPlatform } from './platform'
import { currentActorOrNull } from './request'

/**
 * Remembers the person's language for a year, and, of someone who is signed in, for the mail that they get. An unknown one is
 * ignored.
 */
export async function chooseLocale(locale: string): Promise<void> {
  if (!locales.some((known) => known === locale)) return
  const jar = await cookies()
  jar.set(localeCookie, locale, { maxAge: 31_536_000, sameSite: 'lax', path: '/' })
  // Someone who must set up a second factor first is nobody yet.
  const actor = await currentActorOrNull().catch(() => null)
  if (actor) await rememberLanguage(getPlatform(), actor, locale)
}
