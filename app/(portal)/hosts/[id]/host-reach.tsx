import { Plus } from 'lucide-react'
import { getTranslations } from 'next-intl/server'
import { getPlatform } from '@/app/_lib/platform'
import { PeopleReach } from '@/components/grants/reach'
import { ReachSection } from '@/components/grants/reach-section'
import type { Query } from '@/components/list/list'
import { LinkButton } from '@/components/ui/button'
import { decide } from '@/core/access/decide'
import { whoCanReach } from '@/core/access/explain'
import type { UserActor } from '@/core/actor'
import { pageOf } from '../../reach-page'

/** Who can reach this host, for whoever may read the grants. */
export async function HostReachSection({ actor, hostId, query }: { actor: UserActor; hostId: string; query: Query }) {
  const [t, platform] = [await getTranslations('grants'), getPlatform()]
  const found = await whoCanReach(platform, actor, hostId)
  const { reachable, blocked } = found
  const shown = pageOf(found, query)
  return (
    <ReachSection
      title={t('reach.hostTitle')}
      summary={shown.total === 0 ? t('reach.none') : t('reach.summary', { reachable, blocked })}
      path={`/hosts/${hostId}`}
      query={query}
      {...shown}
      actions={
        decide(actor, 'grant.edit', platform.config.access).allowed && (
          <LinkButton size="sm" href={`/grants/new?host=${hostId}`} prefetch={false}>
            <Plus aria-hidden />
            {t('new')}
          </LinkButton>
        )
      }
    >
      {shown.total > 0 && <PeopleReach rows={shown.rows} />}
    </ReachSection>
  )
}
