'use client'

import { useRouter } from 'next/navigation'
import { useTimeZone } from 'next-intl'
import { useEffect } from 'react'
import { zoneCookie } from '@/i18n/locales'

/** Tells the server the reader's time zone, once and when it changes, so that pages come with the right times. */
export function ReaderZone() {
  const router = useRouter()
  const sent = useTimeZone()
  useEffect(() => {
    const own = Intl.DateTimeFormat().resolvedOptions().timeZone
    if (!own || own === sent || document.cookie.includes(`${zoneCookie}=${encodeURIComponent(own)}`)) return
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser yet.
    document.cookie = `${zoneCookie}=${encodeURIComponent(own)}; path=/; max-age=31536000; samesite=lax`
    router.refresh()
  }, [router, sent])
  return null
}
