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
import { listTags } from '@/core/inventory/hosts'
import { credentialChoices } from '@/core/vault/credentials'
import { createHostAction } from '../actions'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('hosts'))('new') }
}

export default function NewHostPage() {
  return show('/hosts', async () => {
    const [actor, t] = await Promise.all([currentActor(), getTranslations('hosts')])
    const platform = getPlatform()
    requireAllowed(actor, 'host.edit', platform.config.access)
    const [credentials, tags] = await Promise.all([credentialChoices(platform, actor), listTags(platform, actor)])
    return (
      <Page narrow>
        <PageHeader title={t('new')} above={<BackLink href="/hosts">{t('title')}</BackLink>} />
        <HostForm action={createHostAction} credentials={credentials} tags={tags.map(({ tag }) => tag)} back="/hosts" />
      </Page>
    )
  })
}
