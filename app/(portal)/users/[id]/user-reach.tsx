import { Plus } from 'lucide-react'
import { getTranslations } from 'next-intl/server'
import { getPlatform } from '@/app/_lib/platform'
import { HostsReach } from '@/components/grants/reach'
import { ReachSection } from '@/components/grants/reach-section'
import type { Query } from '@/components/list/list'
import { LinkButton } from '@/components/ui/button'
import { decide } from '@/core/access/decide'
import { whatCanReach } from '@/core/access/explain'
import type { Action } from '@/core/access/roles'
import type { UserActor } from '@/core/actor'
import { pageOf } from '../../reach-page'

interface Props {
  actor: UserActor
  user: { id: string; name: string }
  query: Query
}

/** What this person can reach, for whoever may read the grants. */
export async function UserReachSection({ actor, user: { id, name }, query }: Props) {
  const [t, platform] = [await getTranslations('grants'), getPlatform()]
  const found = await whatCanReach(platform, actor, id)
  const { reachable, blocked } = found
  const shown = pageOf(found, query)
  const title = t('reach.userTitle', { name })
  const may = (action: Action) => decide(actor, action, platform.config.access).allowed
  return (
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
  )
}
