import { KeyRound, Plus } from 'lucide-react'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { getPlatform } from '@/app/_lib/platform'
import { currentActor } from '@/app/_lib/request'
import { show } from '@/app/_lib/show'
import { OwnCredentials } from '@/components/credentials/own-credentials'
import { Page } from '@/components/shell/page'
import { LinkButton } from '@/components/ui/button'
import { EmptyState, PageHeader } from '@/components/ui/surfaces'
import { listOwnCredentials } from '@/core/vault/own-credential-reads'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('ownCredentials'))('title') }
}

/** The credentials that one keeps for oneself alone. */
export default function OwnCredentialsPage() {
  return show('/my-credentials', async () => {
    const [actor, t] = await Promise.all([currentActor(), getTranslations('ownCredentials')])
    const platform = getPlatform()
    const credentials = await listOwnCredentials(platform, actor)
    const limit = platform.config.maxOwnCredentials
    const add = (
      <LinkButton href="/my-credentials/new?kind=generated-key" variant="primary" data-shortcut="n">
        <Plus aria-hidden />
        {t('new')}
      </LinkButton>
    )
    return (
      <Page>
        <PageHeader
          title={t('title')}
          lead={credentials.length < limit ? t('lead') : t('full', { limit })}
          actions={credentials.length > 0 && credentials.length < limit && add}
        />
        {credentials.length === 0 ? (
          <EmptyState title={t('empty.title')} icon={<KeyRound aria-hidden />} action={add}>
            {t('empty.text')}
          </EmptyState>
        ) : (
          <OwnCredentials credentials={credentials} />
        )}
      </Page>
    )
  })
}
