'use client'

import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/surfaces'

export default function Failed({ reset }: { reset: () => void }) {
  const t = useTranslations('common.failed')
  return (
    <main className="mx-auto max-w-xl p-6 pt-24">
      <h1 className="sr-only">{t('title')}</h1>
      <EmptyState title={t('title')} action={<Button onClick={reset}>{t('action')}</Button>}>
        {t('text')}
      </EmptyState>
    </main>
  )
}
