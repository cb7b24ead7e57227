import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { getPlatform } from '@/app/_lib/platform'
import { currentActor } from '@/app/_lib/request'
import { show } from '@/app/_lib/show'
import { GrantActions } from '@/components/grants/grant-actions'
import { ConditionsCard, HistoryCard, WhoCard } from '@/components/grants/grant-parts'
import { GrantSentence } from '@/components/grants/grant-sentence'
import { WhereCard } from '@/components/grants/where-card'
import { BackLink } from '@/components/shell/back-link'
import { Page } from '@/components/shell/page'
import { Notice, PageHeader } from '@/components/ui/surfaces'
import { decide } from '@/core/access/decide'
import { tagMatches } from '@/core/access/grant-choices'
import { getGrant } from '@/core/access/grants'
import { latestReviews } from '@/core/access/review'
import type { Action } from '@/core/access/roles'
import { deleteGrantAction, previewDeleteAction, previewDisableAction, setGrantDisabledAction } from '../actions'
import { withState } from '../state'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('grants'))('title') }
}

/** A grant in words: who, where, as whom, under which conditions, and when it was used. */
export default function GrantPage(props: { params: Promise<{ id: string }> }) {
  return show('/grants', async () => {
    const [actor, { id }, t] = await Promise.all([currentActor(), props.params, getTranslations('grants')])
    const platform = getPlatform()
    const grant = withState(await getGrant(platform, actor, id))
    const may = (action: Action) => decide(actor, action, platform.config.access).allowed
    const expression = grant.allHosts || grant.unreadable ? null : grant.tagExpression
    const matches = expression === null ? undefined : await tagMatches(platform, actor, expression)
    const reviews = await latestReviews(platform, actor, { grantId: id, limit: 3 })
    return (
      <Page>
        <title>{`${grant.name} · Gatehouse`}</title>
        <PageHeader
          above={<BackLink href="/grants">{t('title')}</BackLink>}
          title={grant.name}
          lead={<GrantSentence grant={grant} />}
          actions={
            may('grant.edit') && (
              <GrantActions
                grant={{ id, name: grant.name, disabled: grant.disabled, unreadable: grant.unreadable }}
                previewDisable={previewDisableAction.bind(null, id)}
                previewDelete={previewDeleteAction.bind(null, id)}
                setDisabled={setGrantDisabledAction.bind(null, id)}
                remove={deleteGrantAction.bind(null, id)}
              />
            )
          }
        />
        {grant.unreadable && (
          <Notice title={t('unreadable.title')} className="mb-4">
            {t('unreadable.text')}
          </Notice>
        )}
        <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_22rem]">
          <div className="flex min-w-0 flex-col gap-4">
            <WhoCard grant={grant} />
            <WhereCard grant={grant} matches={matches} linked={may('host.list')} />
            <ConditionsCard grant={grant} />
          </div>
          <HistoryCard grant={grant} reviews={reviews} events={may('audit.view')} />
        </div>
      </Page>
    )
  })
}
