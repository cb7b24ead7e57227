import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { getPlatform } from '@/app/_lib/platform'
import { currentActor } from '@/app/_lib/request'
import { queryOf, show } from '@/app/_lib/show'
import { EnterWorkplace } from '@/components/workplace/enter'
import type { RunningPlace } from '@/components/workplace/places'
import { requireAllowed } from '@/core/access/decide'
import type { UserActor } from '@/core/actor'
import { GatehouseError } from '@/core/errors'
import { getAccount } from '@/core/inventory/host-reads'
import type { Platform } from '@/core/platform'
import { recentAccounts, runningSessions } from '@/core/sessions/running'
import { loadWorkspace } from '@/core/workspace/store'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('workplace'))('title') }
}

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

/**
 * The workplace. `?account=` opens a shell on an account, `?session=` comes back to a running one, `&split=right` or `down` puts
 * it beside what has the focus; the workplace itself is drawn by the shell around the pages.
 */
export default async function TerminalPage({ searchParams }: Props) {
  const query = await queryOf(searchParams)
  return show('/hosts', async () => {
    const [platform, actor, t] = [getPlatform(), await currentActor(), await getTranslations('workplace')]
    requireAllowed(actor, 'session.open', platform.config.access)
    const [{ workspace }, sessions, recent] = await Promise.all([
      loadWorkspace(platform, actor),
      runningSessions(platform, actor),
      recentAccounts(platform, actor),
    ])
    const running = sessions.map((session) => ({ ...session, startedAt: session.startedAt.toISOString() }))
    const place = await placeOf(platform, actor, query, running)
    const where = query.split === 'right' || query.split === 'down' ? query.split : 'tab'
    return (
      <>
        <h1 className="sr-only">{t('title')}</h1>
        <EnterWorkplace remembered={workspace} running={running} recent={recent} wanted={place && { place, where }} />
      </>
    )
  })
}

/** What the address asks for. Throws `not-found` for an account or a running session that isn't there. */
async function placeOf(
  platform: Platform,
  actor: UserActor,
  query: Record<string, string | undefined>,
  running: readonly RunningPlace[],
) {
  if (query.session) {
    const session = running.find(({ id }) => id === query.session)
    if (!session) throw new GatehouseError('not-found', { what: 'session' })
    return session
  }
  if (!query.account) return undefined
  const { id, login, host } = await getAccount(platform, actor, query.account)
  return { accountId: id, login, hostId: host.id, hostName: host.name, address: host.address, port: host.port }
}
