import './globals.css'
import type { Metadata, Viewport } from 'next'
import { headers } from 'next/headers'
import { NextIntlClientProvider } from 'next-intl'
import { getLocale, getTranslations } from 'next-intl/server'
import { ThemeProvider } from 'next-themes'
import type { ReactNode } from 'react'
import { ReaderZone } from '@/components/shell/reader-zone'
import { Toaster } from '@/components/ui/toaster'

/** Each page carries the nonce of its own Content-Security-Policy, so none is rendered ahead of time. */
export const dynamic = 'force-dynamic'

export const metadata: Metadata = {
  title: { default: 'Gatehouse', template: '%s · Gatehouse' },
  description: 'A team bastion portal',
  icons: { icon: '/icon.svg' },
}

export const viewport: Viewport = {
  // An on-screen keyboard makes the page smaller, so that a terminal's last line stays in sight.
  interactiveWidget: 'resizes-content',
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#f6f7f8' },
    { media: '(prefers-color-scheme: dark)', color: '#080a0d' },
  ],
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  const [locale, sent, t] = await Promise.all([getLocale(), headers(), getTranslations('common')])
  return (
    <html lang={locale} suppressHydrationWarning>
      <body>
        <ThemeProvider
          attribute="class"
          defaultTheme="system"
          nonce={sent.get('x-nonce') ?? undefined}
          disableTransitionOnChange
        >
          <NextIntlClientProvider>
            {children}
            <ReaderZone />
          </NextIntlClientProvider>
          <Toaster label={t('messages')} />
        </ThemeProvider>
      </body>
    </html>
  )
}
