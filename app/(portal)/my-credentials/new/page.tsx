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
import { createOwnAction } from '../actions'

const base = '/my-credentials'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('ownCredentials'))('new') }
}

/** Adds a credential of one's own. */
export default function NewOwnCredentialPage(props: { searchParams: SearchParams }) {
  return show(base, async () => {
    const [actor, query, t] = await Promise.all([
      currentActor(),
      queryOf(props.searchParams),
      getTranslations('ownCredentials'),
    ])
    requireAllowed(actor, 'credential.edit-own', getPlatform().config.access)
    const kind = kindOf(query.kind)
    return (
      <Page narrow>
        <PageHeader title={t('new')} lead={t('sealed')} above={<BackLink href={base}>{t('title')}</BackLink>} />
        <KindChoice base={base} kind={kind} />
        <NewCredentialForm key={kind} kind={kind} base={base} create={createOwnAction} />
      </Page>
    )
  })
}
