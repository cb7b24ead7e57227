import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { getPlatform } from '@/app/_lib/platform'
import { currentActor } from '@/app/_lib/request'
import { namedChoices } from '@/app/_lib/roles'
import { show } from '@/app/_lib/show'
import { BackLink } from '@/components/shell/back-link'
import { Page } from '@/components/shell/page'
import { PageHeader } from '@/components/ui/surfaces'
import { NewUser } from '@/components/users/new-user'
import { requirePermitted } from '@/core/access/decide'
import { add } from '../actions'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('users')
  return { title: t('new') }
}

export default async function NewUserPage() {
  return show('/users', async () => {
    const t = await getTranslations('users')
    requirePermitted(await currentActor(), 'user.edit', getPlatform().config.access)
    return (
      <Page narrow>
        <PageHeader above={<BackLink href="/users">{t('title')}</BackLink>} title={t('new')} />
        <NewUser
          add={add}
          mail={getPlatform().config.smtp !== undefined}
          roles={(await namedChoices()).filter(({ givable }) => givable)}
        />
      </Page>
    )
  })
}
