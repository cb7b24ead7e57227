import { Plus } from 'lucide-react'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { getPlatform } from '@/app/_lib/platform'
import { currentActor } from '@/app/_lib/request'
import { queryOf, type SearchParams, show } from '@/app/_lib/show'
import { HostsReach } from '@/components/grants/reach'
import { ReachSection } from '@/components/grants/reach-section'
import { BackLink } from '@/components/shell/back-link'
import { Page } from '@/components/shell/page'
import { LinkButton } from '@/components/ui/button'
import { PageHeader } from '@/components/ui/surfaces'
import { UserFacts } from '@/components/users/user-facts'
import { decide } from '@/core/access/decide'
import { whatCanReach } from '@/core/access/explain'
import type { Action } from '@/core/access/roles'
import { getUser } from '@/core/identity/user-detail'
import { pageOf } from '../../reach-page'
import { setEmail } from '../actions'

interface Props {
  params: Promise<{ id: string }>
  searchParams: SearchParams
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('users'))('title') }
}

/** A user: who they are, and what they can reach and why. */
export default function UserPage({ params, searchParams }: Props) {
  return show('/grants', async () => {
    const [{ id }, query, actor, t, users] = await Promise.all([
      params,
      queryOf(searchParams),
      currentActor(),
      getTranslations('grants'),
      getTranslations('users'),
    ])
    const platform = getPlatform()
    const may = (action: Action) => decide(actor, action, platform.config.access).allowed
    const user = await getUser(platform, actor, id)
    const found = await whatCanReach(platform, actor, id)
    const { reachable, blocked } = found
    const shown = pageOf(found, query)
    const title = t('reach.userTitle', { name: user.name })
    const above = may('user.list') ? (
      <BackLink href="/users">{users('title')}</BackLink>
    ) : (
      <BackLink href="/grants">{t('title')}</BackLink>
    )
    return (
      <Page>
        <title>{`${user.name} · Gatehouse`}</title>
        <PageHeader
          title={user.name}
          above={above}
          actions={
            may('user.edit') && (
              <LinkButton href={`/users?q=${encodeURIComponent(user.name)}`}>{users('manage')}</LinkButton>
            )
          }
        />
        <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_20rem]">
          <ReachSection
            title={title}
            summary={shown.total === 0 ? t('reach.userNone') : t('reach.userSummary', { reachable, blocked })}
            path={`/users/${id}`}
            query={query}
            {...shown}
            actions={
              may('grant.edit') && (
                <LinkButton size="sm" href={`/grants/new?user=${id}`} prefetch={false}>
                  <Plus aria-hidden />
                  {t('new')}
                </LinkButton>
              )
            }
          >
            {shown.total > 0 && <HostsReach rows={shown.rows} label={title} linked={may('host.list')} />}
          </ReachSection>
          <UserFacts
            user={user}
            sessions={may('session.view-all')}
            events={may('audit.view')}
            {...(may('user.edit') ? { changeMail: setEmail.bind(null, id) } : {})}
          />
        </div>
      </Page>
    )
  })
}
