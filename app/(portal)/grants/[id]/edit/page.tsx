import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { getPlatform } from '@/app/_lib/platform'
import { currentActor } from '@/app/_lib/request'
import { show } from '@/app/_lib/show'
import { GrantForm } from '@/components/grants/grant-form'
import { BackLink } from '@/components/shell/back-link'
import { Page } from '@/components/shell/page'
import { PageHeader } from '@/components/ui/surfaces'
import { requirePermitted } from '@/core/access/decide'
import { getGrant } from '@/core/access/grants'
import { groupChoices } from '@/core/identity/groups'
import { listTags } from '@/core/inventory/hosts'
import { previewGrantAction, updateGrantAction } from '../../actions'
import { timeZones } from '../../zones'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('grants'))('edit') }
}

export default function EditGrantPage(props: { params: Promise<{ id: string }> }) {
  return show('/grants', async () => {
    const [actor, { id }, t] = await Promise.all([currentActor(), props.params, getTranslations('grants')])
    const platform = getPlatform()
    requirePermitted(actor, 'grant.edit', platform.config.access)
    const [grant, tags, groups] = await Promise.all([
      getGrant(platform, actor, id),
      listTags(platform, actor),
      groupChoices(platform, actor),
    ])
    return (
      <Page narrow>
        <PageHeader title={t('edit')} above={<BackLink href={`/grants/${id}`}>{grant.name}</BackLink>} />
        <GrantForm
          save={updateGrantAction.bind(null, id)}
          ask={previewGrantAction.bind(null, id)}
          grant={grant}
          tags={tags.map(({ tag }) => tag)}
          zones={timeZones()}
          groups={groups}
          back={`/grants/${id}`}
        />
      </Page>
    )
  })
}
