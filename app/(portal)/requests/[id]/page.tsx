import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { getPlatform } from '@/app/_lib/platform'
import { currentActor } from '@/app/_lib/request'
import { show } from '@/app/_lib/show'
import { DecideForm, ReviewForm } from '@/components/requests/answer-forms'
import { RequestState } from '@/components/requests/state'
import { Thread } from '@/components/requests/thread'
import { BackLink } from '@/components/shell/back-link'
import { Page } from '@/components/shell/page'
import { ActionButton } from '@/components/ui/action-button'
import { LinkButton } from '@/components/ui/button'
import { Card, CardTitle, Facts, Notice, PageHeader } from '@/components/ui/surfaces'
import { Time } from '@/components/ui/values'
import { decide } from '@/core/access/decide'
import type { Action } from '@/core/access/roles'
import { getRequest, type RequestThread } from '@/core/requests/request-reads'
import { decideOn, revoke, sign, withdraw } from '../actions'

const path = '/requests'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('requests'))('title') }
}

export default async function RequestPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params
  return show(path, async () => {
    const [platform, actor, t] = [getPlatform(), await currentActor(), await getTranslations('requests')]
    const request = await getRequest(platform, actor, id)
    const allowed = (action: Action) => decide(actor, action, platform.config.access).allowed
    const { may, state, login, hostName, hostId, userName, wantedMs } = request
    const where = `${login}@${hostName}`
    return (
      <Page>
        <title>{`${where} · Gatehouse`}</title>
        <PageHeader
          above={<BackLink href={path}>{t('title')}</BackLink>}
          title={where}
          lead={<RequestState request={request} />}
          actions={
            <>
              {hostId && allowed('host.list') && <LinkButton href={`/hosts/${hostId}`}>{t('backToHost')}</LinkButton>}
              {may.withdraw && (
                <ActionButton
                  variant="quietDanger"
                  action={withdraw.bind(null, id)}
                  done={t('withdraw.done')}
                  ask={{
                    title: t('withdraw.title', { where }),
                    description: t('withdraw.text'),
                    confirm: t('withdraw.action'),
                  }}
                >
                  {t('withdraw.action')}
                </ActionButton>
              )}
              {may.revoke && (
                <ActionButton
                  variant="quietDanger"
                  action={revoke.bind(null, id)}
                  done={t('revoke.done')}
                  ask={{
                    title: t('revoke.title', { who: userName, where }),
                    description: t('revoke.text'),
                    confirm: t('revoke.action'),
                  }}
                >
                  {t('revoke.action')}
                </ActionButton>
              )}
            </>
          }
        />
        {request.approvals === null && (state === 'pending' || state === 'approved') && !request.over && (
          <Notice tone="warn" role="status" className="mb-4" title={t('step.basis')} />
        )}
        <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_22rem]">
          <Card className="max-lg:order-last">
            <CardTitle>{t('thread')}</CardTitle>
            <Thread request={request} opensSessions={request.userId === actor.id || allowed('session.view-all')} />
          </Card>
          <div className="flex min-w-0 flex-col gap-4">
            {may.decide && (
              <DecideForm who={userName} where={where} wantedMs={wantedMs} send={decideOn.bind(null, id)} />
            )}
            {may.review && <ReviewForm send={sign.bind(null, id)} />}
            <Card>
              <CardTitle>{t('facts')}</CardTitle>
              <Facts facts={await factsOf(request)} />
            </Card>
          </div>
        </div>
      </Page>
    )
  })
}

async function factsOf(request: RequestThread): Promise<[string, ReactNode][]> {
  const t = await getTranslations('requests')
  const { decisions, approvals, ticket, validUntil, emergency } = request
  const given = decisions.filter(({ verdict }) => verdict === 'approved').length
  const minutes = Math.round(request.wantedMs / 60_000)
  const facts: [string, ReactNode][] = [
    [t('fact.who'), request.userName],
    [t('fact.what'), request.login],
    [t('fact.host'), request.hostName],
    [t('fact.for'), minutes % 60 === 0 ? t('hours', { hours: minutes / 60 }) : t('duration', { minutes })],
    [
      t('fact.reason'),
      <span key="reason" className="whitespace-pre-wrap">
        {request.reason}
      </span>,
    ],
  ]
  if (ticket) facts.push([t('fact.ticket'), ticket])
  if (!emergency) {
    facts.push([t('fact.approvers'), request.approverGroup ?? t('administrators')])
    if (approvals !== null) facts.push([t('fact.needed'), t('needed', { given, needed: approvals })])
  }
  if (validUntil) facts.push([t('fact.until'), <Time key="until" at={validUntil} />])
  return facts
}
