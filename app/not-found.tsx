import { useTranslations } from 'next-intl'
import { LinkButton } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/surfaces'

export default function NotFound() {
  const t = useTranslations('common.notFound')
  return (
    <main className="mx-auto max-w-xl p-6 pt-24">
      <h1 className="sr-only">{t('title')}</h1>
      <EmptyState title={t('title')} action={<LinkButton href="/">{t('action')}</LinkButton>}>
        {t('text')}
      </EmptyState>
    </main>
  )
}
