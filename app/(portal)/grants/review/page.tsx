import { ClipboardCheck } from 'lucide-react'
import type { Metadata } from 'next'
import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { getPlatform } from '@/app/_lib/platform'
import { currentActor } from '@/app/_lib/request'
import { queryOf, type SearchParams, show } from '@/app/_lib/show'
import { GrantSentence } from '@/components/grants/grant-sentence'
import { ReviewActions } from '@/components/grants/review-actions'
import { ReviewList } from '@/components/grants/review-list'
import { FilterBar } from '@/components/list/filters'
import { NothingFound, Pager, type Query, SortHeader } from '@/components/list/list'
import { RowKeys } from '@/components/list/row-keys'
import { BackLink } from '@/components/shell/back-link'
import { Page } from '@/components/shell/page'
import { Card, CardTitle, EmptyState, PageHeader } from '@/components/ui/surfaces'
import { Table, Td, Th } from '@/components/ui/table'
import { Time } from '@/components/ui/time'
import { decide } from '@/core/access/decide'
import type { GrantSummary } from '@/core/access/grants'
import { latestReviews, listForReview, reviewAges, reviewListQuery } from '@/core/access/review'
import { parseInput } from '@/core/list'
import { confirmGrantAction, previewDeleteAction, removeReviewedAction } from '../actions'
import { withState } from '../state'

const path = '/grants/review'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('grants.reviewing'))('title') }
}

/** The grants by last use, each to be confirmed or removed. */
export default function ReviewPage(props: { searchParams: SearchParams }) {
  return show('/grants', async () => {
    const [actor, query, t, grants] = await Promise.all([
      currentActor(),
      queryOf(props.searchParams),
      getTranslations('grants.reviewing'),
      getTranslations('grants'),
    ])
    const platform = getPlatform()
    const [found, reviews] = await Promise.all([listForReview(platform, actor, query), latestReviews(platform, actor)])
    const mayAnswer = decide(actor, 'grant.edit', platform.config.access).allowed
    return (
      <Page>
        <PageHeader title={t('title')} lead={t('lead')} above={<BackLink href="/grants">{grants('title')}</BackLink>} />
        <FilterBar
          path={path}
          query={query}
          search={t('search')}
          selects={[
            {
              name: 'due',
              label: t('all'),
              choices: reviewAges.map((days) => ({ value: String(days), label: t('due', { days }) })),
            },
          ]}
        />
        {found.rows.length > 0 ? (
          <ReviewTable rows={found.rows} query={query} mayAnswer={mayAnswer} />
        ) : query.due && !query.q ? (
          <EmptyState title={t('nothingDue')} icon={<ClipboardCheck aria-hidden />}>
            {t('nothingDueText')}
          </EmptyState>
        ) : (
          <NothingFound path={path} />
        )}
        <Pager path={path} query={query} page={found.page} pageSize={found.pageSize} total={found.total} />
        <Card className="mt-6">
          <CardTitle>{t('answers')}</CardTitle>
          {reviews.length > 0 ? <ReviewList reviews={reviews} /> : <p className="text-muted text-sm">{t('none')}</p>}
        </Card>
      </Page>
    )
  })
}

interface TableProps {
  rows: readonly GrantSummary[]
  query: Query
  mayAnswer: boolean
}

async function ReviewTable({ rows, query, mayAnswer }: TableProps) {
  const [t, common] = await Promise.all([getTranslations('grants.reviewing'), getTranslations('common')])
  const head = { path, query, current: parseInput(reviewListQuery, query) }
  return (
    <>
      <RowKeys />
      <Table label={t('title')} narrow="fold" className="[&_td]:align-top">
        <thead>
          <tr>
            <SortHeader {...head} sort="name">
              {t('grant')}
            </SortHeader>
            <SortHeader {...head} sort="lastUsedAt">
              {t('used')}
            </SortHeader>
            <SortHeader {...head} sort="reviewedAt">
              {t('confirmed')}
            </SortHeader>
            {mayAnswer && <Th>{common('actions')}</Th>}
          </tr>
        </thead>
        <tbody>
          {rows.map((grant) => (
            <tr key={grant.id}>
              <Td className="max-w-2xl break-words max-md:w-full">
                <Link
                  href={`/grants/${grant.id}`}
                  prefetch={false}
                  data-row=""
                  className="font-medium hover:text-accent hover:underline"
                >
                  {grant.name}
                </Link>
                <div className="text-muted">
                  <GrantSentence grant={withState(grant)} />
                </div>
              </Td>
              <Td>
                <span className="text-muted md:sr-only">{t('used')}: </span>
                {grant.lastUsedAt ? <Time at={grant.lastUsedAt} relative /> : common('never')}
              </Td>
              <Td>
                <span className="text-muted md:sr-only">{t('confirmed')}: </span>
                {grant.reviewedAt ? <Time at={grant.reviewedAt} relative /> : common('never')}
              </Td>
              {mayAnswer && (
                <Td>
                  <ReviewActions
                    name={grant.name}
                    confirm={confirmGrantAction.bind(null, grant.id)}
                    previewRemove={previewDeleteAction.bind(null, grant.id)}
                    remove={removeReviewedAction.bind(null, grant.id)}
                  />
                </Td>
              )}
            </tr>
          ))}
        </tbody>
      </Table>
    </>
  )
}
