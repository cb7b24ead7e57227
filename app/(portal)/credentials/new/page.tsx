import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { getPlatform } from '@/app/_lib/platform'
import { currentActor } from '@/app/_lib/request'
import { queryOf, type SearchParams, show } from '@/app/_lib/show'
import { KindChoice, kindOf } from '@/components/credentials/kind-choice'
import { NewCredentialForm } from '@/components/credentials/new-form'
import { BackLink } from '@/components/shell/back-link'
import { Page } from '@/components/shell/page'
import { PageHeader } from '@/components/ui/surfaces'
import { requireAllowed } from '@/core/access/decide'
import { createCredentialAction } from '../actions'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('credentials'))('new') }
}

export default function NewCredentialPage(props: { searchParams: SearchParams }) {
  return show('/credentials', async () => {
    const [actor, query, t] = await Promise.all([
      currentActor(),
      queryOf(props.searchParams),
      getTranslations('credentials'),
    ])
    requireAllowed(actor, 'credential.edit', getPlatform().config.access)
    const kind = kindOf(query.kind)
    return (
      <Page narrow>
        <PageHeader title={t('new')} above={<BackLink href="/credentials">{t('title')}</BackLink>} />
        <KindChoice base="/credentials" kind={kind} />
        <NewCredentialForm key={kind} kind={kind} base="/credentials" create={createCredentialAction} />
      </Page>
    )
  })
}
