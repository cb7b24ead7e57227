import { getTranslations } from 'next-intl/server'
import { placeOf } from '@/components/hosts/address'
import { ActionButton } from '@/components/ui/action-button'
import { LinkButton } from '@/components/ui/button'
import { Badge } from '@/components/ui/surfaces'
import { Time } from '@/components/ui/values'
import { attachTo } from '@/components/workplace/attach'
import type { RunningSession } from '@/core/sessions/running'
import { end } from './[id]/actions'

/** The reader's own running sessions: where, since when, whether they are on a screen, and the way back or out. */
export async function RunningSessions({ sessions, who }: { sessions: readonly RunningSession[]; who: string }) {
  const [t, workplace] = await Promise.all([getTranslations('sessions'), getTranslations('workplace')])
  if (sessions.length === 0) return null
  return (
    <section aria-labelledby="running" className="mb-5">
      <h2 id="running" className="mb-1.5 text-muted text-xs">
        {t('own')}
      </h2>
      <ul className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-raised">
        {sessions.map((session) => {
          const where = `${session.login}@${session.hostName}`
          return (
            <li key={session.id} className="flex flex-wrap items-center gap-x-4 gap-y-2 px-3 py-2 text-sm">
              <span className="min-w-0 break-words">
                <span className="machine text-muted">{session.login}@</span>
                <span className="font-medium">{session.hostName}</span>
              </span>
              <span className="machine break-all text-muted max-lg:hidden">
                {placeOf(session.address, session.port)}
              </span>
              <Badge tone={session.attached ? 'ok' : 'warn'}>
                {session.attached ? workplace('attached') : workplace('detached')}
              </Badge>
              <span className="text-muted text-xs">
                <Time at={session.startedAt} relative />
              </span>
              <span className="ml-auto flex gap-2">
                {attachTo(session.id) && (
                  <LinkButton
                    size="sm"
                    prefetch={false}
                    href={`/terminal?session=${session.id}`}
                    aria-label={t('attachTo', { where })}
                  >
                    {t('attach')}
                  </LinkButton>
                )}
                <ActionButton
                  size="sm"
                  variant="quietDanger"
                  aria-label={t('endNamed', { where })}
                  action={end.bind(null, session.id)}
                  ask={{ title: t('endTitle'), description: t('endText', { who, where }), confirm: t('end') }}
                >
                  {t('endShort')}
                </ActionButton>
              </span>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
