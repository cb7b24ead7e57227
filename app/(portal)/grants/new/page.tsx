import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { getPlatform } from '@/app/_lib/platform'
import { currentActor } from '@/app/_lib/request'
import { queryOf, type SearchParams, show } from '@/app/_lib/show'
import { GrantForm } from '@/components/grants/grant-form'
import { BackLink } from '@/components/shell/back-link'
import { Page } from '@/components/shell/page'
import { PageHeader } from '@/components/ui/surfaces'
import { requirePermitted } from '@/core/access/decide'
import { grantStart } from '@/core/access/grant-choices'
import { groupChoices } from '@/core/identity/groups'
import { listTags } from '@/core/inventory/hosts'
import { createGrantAction, previewGrantAction } from '../actions'
import { timeZones } from '../zones'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('grants'))('new') }
}

/** A new grant. The URL may name a user, a group, a host or a group of hosts to begin with. */
export default function NewGrantPage(props: { searchParams: SearchParams }) {
  return show('/grants', async () => {
    const [actor, query, t] = await Promise.all([
      currentActor(),
      queryOf(props.searchParams),
      getTranslations('grants'),
    ])
    const platform = getPlatform()
    requirePermitted(actor, 'grant.edit', platform.config.access)
    const [start, tags, groups] = await Promise.all([
      grantStart(platform, actor, query),
      listTags(platform, actor),
      groupChoices(platform, actor),
    ])
    return (
      <Page narrow>
        <PageHeader title={t('new')} above={<BackLink href="/grants">{t('title')}</BackLink>} />
        <GrantForm
          save={createGrantAction}
          ask={previewGrantAction.bind(null, undefined)}
          start={start}
          tags={tags.map(({ tag }) => tag)}
          zones={timeZones()}
          groups={groups}
          back="/grants"
        />
      </Page>
    )
  })
}
