import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { currentActor } from '@/app/_lib/request'
import { show } from '@/app/_lib/show'
import { PreferencesForm } from '@/components/preferences/preferences-form'
import { Page } from '@/components/shell/page'
import { PageHeader } from '@/components/ui/surfaces'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('preferences'))('title') }
}

export default function PreferencesPage() {
  return show('/preferences', async () => {
    await currentActor()
    const t = await getTranslations('preferences')
    return (
      <Page>
        <PageHeader title={t('title')} lead={t('lead')} />
        <PreferencesForm />
      </Page>
    )
  })
}
