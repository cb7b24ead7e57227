import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { getPlatform } from '@/app/_lib/platform'
import { currentActor } from '@/app/_lib/request'
import { show } from '@/app/_lib/show'
import { BackLink } from '@/components/shell/back-link'
import { Page } from '@/components/shell/page'
import { PageHeader } from '@/components/ui/surfaces'
import { NewUser } from '@/components/users/new-user'
import { requirePermitted } from '@/core/access/decide'
import { roles } from '@/core/access/roles'
import { add } from '../actions'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('users')
  return { title: t('new') }
}

export default async function NewUserPage() {
  return show('/users', async () => {
    const [t, role] = await Promise.all([getTranslations('users'), getTranslations('nav.role')])
    requirePermitted(await currentActor(), 'user.edit', getPlatform().config.access)
    return (
      <Page narrow>
        <PageHeader above={<BackLink href="/users">{t('title')}</BackLink>} title={t('new')} />
        <NewUser
          add={add}
          mail={getPlatform().config.smtp !== undefined}
          roles={roles.map((value) => ({ value, label: role(value), hint: t(`roleHint.${value}`) }))}
        />
      </Page>
    )
  })
}
