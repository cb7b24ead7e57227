import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { getPlatform } from '@/app/_lib/platform'
import { currentActor } from '@/app/_lib/request'
import { show } from '@/app/_lib/show'
import { mayExportSession } from '@/app/_lib/step-up'
import { Replay } from '@/components/replay/replay'
import { BackLink } from '@/components/shell/back-link'
import { Page } from '@/components/shell/page'
import { ActionButton } from '@/components/ui/action-button'
import { LinkButton } from '@/components/ui/button'
import { GuardedDownload } from '@/components/ui/guarded-download'
import { Badge, Card, CardTitle, Facts, Notice, PageHeader } from '@/components/ui/surfaces'
import { decide } from '@/core/access/decide'
import { getSession, type SessionSummary } from '@/core/sessions/search'
import { end } from './actions'
import { sessionFacts } from './facts'

const path = '/sessions'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('sessions')
  return { title: t('title') }
}

export default async function SessionPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params
  return show(path, async () => {
    const [platform, actor, t] = [getPlatform(), await currentActor(), await getTranslations('sessions')]
    const session = await getSession(platform, actor, id)
    const may = (action: Parameters<typeof decide>[1]) => decide(actor, action, platform.config.access).allowed
    const mayEnd = may(session.userId === actor.id ? 'session.end-own' : 'session.end-any')
    const where = `${session.login}@${session.hostName}`
    return (
      <Page>
        <PageHeader
          above={<BackLink href={path}>{t('title')}</BackLink>}
          title={where}
          lead={session.running ? <Badge tone="ok">{t('running')}</Badge> : undefined}
          actions={
            <>
              {may('audit.view') && <LinkButton href={`/audit?session=${id}`}>{t('events')}</LinkButton>}
              {session.running && mayEnd && (
                <ActionButton
                  variant="quietDanger"
                  action={end.bind(null, id)}
                  ask={{
                    title: t('endTitle'),
                    description: t('endText', { who: session.userName, where }),
                    confirm: t('end'),
                  }}
                >
                  {t('end')}
                </ActionButton>
              )}
            </>
          }
        />
        <div className="grid grid-cols-1 items-start gap-4 xl:grid-cols-[minmax(0,1fr)_24rem]">
          <ReplayCard session={session} where={where} mayExport={may('session.export')} />
          <Card>
            <Facts facts={await sessionFacts(session, may('host.list'))} />
          </Card>
        </div>
      </Page>
    )
  })
}

async function ReplayCard({
  session,
  where,
  mayExport,
}: {
  session: SessionSummary
  where: string
  mayExport: boolean
}) {
  const t = await getTranslations('sessions')
  const recording = `/api/v1/sessions/${session.id}/recording`
  const there = !session.running && session.recording !== 'missing'
  return (
    <Card>
      <CardTitle
        actions={
          there &&
          mayExport && (
            <>
              <GuardedDownload check={mayExportSession} size="sm" href={`${recording}?format=v3`}>
                {t('download.v3')}
              </GuardedDownload>
              <GuardedDownload check={mayExportSession} size="sm" href={`${recording}?format=v2`}>
                {t('download.v2')}
              </GuardedDownload>
            </>
          )
        }
      >
        {t('replay')}
      </CardTitle>
      {there ? (
        <Replay url={`${recording}?format=replay`} label={t('replayLabel', { where })} />
      ) : (
        <Notice tone="neutral" role="status" title={session.running ? t('whileRunning') : t('noRecording')} />
      )}
    </Card>
  )
}
