'use client'

import en from '@/i18n/messages/en/common.json'
import zh from '@/i18n/messages/zh-CN/common.json'

/** The layout itself failed, and with it the language: say it in both, without any of our own parts. */
export default function GlobalError({ reset }: { reset: () => void }) {
  return (
    <html lang="en">
      <body style={{ fontFamily: 'system-ui, sans-serif', padding: '4rem 1.5rem', maxWidth: '36rem', margin: 'auto' }}>
        <main>
          {[en, zh].map(({ failed }, index) => (
            <section key={failed.title} lang={index === 0 ? 'en' : 'zh-CN'}>
              <h1 style={{ fontSize: '1.125rem' }}>{failed.title}</h1>
              <p>{failed.text}</p>
              <button type="button" onClick={reset}>
                {failed.action}
              </button>
            </section>
          ))}
        </main>
      </body>
    </html>
  )
}
