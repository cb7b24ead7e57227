import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { getPlatform } from '@/app/_lib/platform'
import { currentActor } from '@/app/_lib/request'
import { show } from '@/app/_lib/show'
import { NewGroup } from '@/components/groups/new-group'
import { BackLink } from '@/components/shell/back-link'
import { Page } from '@/components/shell/page'
import { PageHeader } from '@/components/ui/surfaces'
import { requirePermitted } from '@/core/access/decide'
import { createGroupAction } from '../actions'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('groups'))('new') }
}

export default function NewGroupPage() {
  return show('/groups', async () => {
    const [actor, t] = await Promise.all([currentActor(), getTranslations('groups')])
    requirePermitted(actor, 'group.edit', getPlatform().config.access)
    return (
      <Page narrow>
        <PageHeader title={t('new')} above={<BackLink href="/groups">{t('title')}</BackLink>} />
        <NewGroup create={createGroupAction} path="/groups" />
      </Page>
    )
  })
}
