import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { getPlatform } from '@/app/_lib/platform'
import { currentActor } from '@/app/_lib/request'
import { show } from '@/app/_lib/show'
import { HostForm } from '@/components/hosts/host-form'
import { BackLink } from '@/components/shell/back-link'
import { Page } from '@/components/shell/page'
import { PageHeader } from '@/components/ui/surfaces'
import { requireAllowed } from '@/core/access/decide'
import { getHost, listTags } from '@/core/inventory/hosts'
import { credentialChoices } from '@/core/vault/credentials'
import { updateHostAction } from '../../actions'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('hosts'))('edit') }
}

export default function EditHostPage(props: { params: Promise<{ id: string }> }) {
  return show('/hosts', async () => {
    const [actor, { id }, t] = await Promise.all([currentActor(), props.params, getTranslations('hosts')])
    const platform = getPlatform()
    requireAllowed(actor, 'host.edit', platform.config.access)
    const [host, credentials, tags] = await Promise.all([
      getHost(platform, actor, id),
      credentialChoices(platform, actor),
      listTags(platform, actor),
    ])
    return (
      <Page narrow>
        <PageHeader title={t('edit')} above={<BackLink href={`/hosts/${id}`}>{host.name}</BackLink>} />
        <HostForm
          action={updateHostAction.bind(null, id)}
          host={host}
          credentials={credentials}
          tags={tags.map(({ tag }) => tag)}
          back={`/hosts/${id}`}
        />
      </Page>
    )
  })
}
