import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { getPlatform } from '@/app/_lib/platform'
import { currentActor } from '@/app/_lib/request'
import { show } from '@/app/_lib/show'
import { BackLink } from '@/components/shell/back-link'
import { Page } from '@/components/shell/page'
import { SnippetForm } from '@/components/snippets/snippet-form'
import { PageHeader } from '@/components/ui/surfaces'
import { decide, requireAllowed } from '@/core/access/decide'
import { createSnippetAction } from '../actions'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('snippets'))('new') }
}

export default function NewSnippetPage() {
  return show('/snippets', async () => {
    const [actor, t] = await Promise.all([currentActor(), getTranslations('snippets')])
    const { access } = getPlatform().config
    requireAllowed(actor, 'snippet.edit-own', access)
    return (
      <Page narrow>
        <PageHeader title={t('new')} above={<BackLink href="/snippets">{t('title')}</BackLink>} />
        <SnippetForm save={createSnippetAction} mayShare={decide(actor, 'snippet.edit-shared', access).allowed} />
      </Page>
    )
  })
}
