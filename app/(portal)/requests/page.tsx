import { Hand } from 'lucide-react'
import type { Metadata } from 'next'
import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { getPlatform } from '@/app/_lib/platform'
import { currentActor } from '@/app/_lib/request'
import { queryOf, type SearchParams, show } from '@/app/_lib/show'
import { FilterBar } from '@/components/list/filters'
import { NothingFound, Pager, type Query, SortHeader } from '@/components/list/list'
import { RequestState } from '@/components/requests/state'
import { Page } from '@/components/shell/page'
import { LinkButton } from '@/components/ui/button'
import { EmptyState, PageHeader } from '@/components/ui/surfaces'
import { Table } from '@/components/ui/table'
import { Time } from '@/components/ui/values'
import { decide } from '@/core/access/decide'
import { parseInput } from '@/core/list'
import { requestListQuery, requestStates, requestViews } from '@/core/requests/request-input'
import { listRequests, type RequestSummary } from '@/core/requests/request-reads'

const path = '/requests'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('requests'))('title') }
}

export default async function RequestsPage({ searchParams }: { searchParams: SearchParams }) {
  const query = await queryOf(searchParams)
  return show(path, async () => {
    const [platform, actor, t] = [getPlatform(), await currentActor(), await getTranslations('requests')]
    const found = await listRequests(platform, actor, query)
    const mayAsk = decide(actor, 'request.ask', platform.config.access).allowed && platform.config.requests !== 'off'
    const ask = mayAsk && (
      <LinkButton variant="primary" href="/requests/new" data-shortcut="n">
        {t('new')}
      </LinkButton>
    )
    return (
      <Page>
        <PageHeader title={t('title')} lead={t('lead')} actions={ask} />
        <FilterBar
          path={path}
          query={query}
          search={t('search')}
          selects={[
            {
              name: 'view',
              label: t('view.all'),
              choices: requestViews.map((value) => ({ value, label: t(`view.${value}`) })),
            },
            {
              name: 'state',
              label: t('allStates'),
              choices: requestStates.map((value) => ({ value, label: t(`state.${value}`) })),
            },
          ]}
        />
        {found.rows.length > 0 ? (
          <RequestTable rows={found.rows} query={query} />
        ) : Object.keys(query).length > 0 ? (
          <NothingFound path={path} />
        ) : (
          <EmptyState title={t('empty.title')} icon={<Hand aria-hidden />} action={ask}>
            {t('empty.text')}
          </EmptyState>
        )}
        <Pager path={path} query={query} page={found.page} pageSize={found.pageSize} total={found.total} />
      </Page>
    )
  })
}

async function RequestTable({ rows, query }: { rows: RequestSummary[]; query: Query }) {
  const t = await getTranslations('requests')
  const sorting = { path, query, current: parseInput(requestListQuery, query) }
  return (
    <Table label={t('title')} narrow="fold">
      <thead>
        <tr>
          <SortHeader {...sorting} sort="hostName">
            {t('column.what')}
          </SortHeader>
          <SortHeader {...sorting} sort="userName">
            {t('column.who')}
          </SortHeader>
          <th scope="col">{t('column.state')}</th>
          <th scope="col">{t('column.reason')}</th>
          <SortHeader {...sorting} sort="createdAt">
            {t('column.asked')}
          </SortHeader>
          <SortHeader {...sorting} sort="validUntil">
            {t('column.until')}
          </SortHeader>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <td className="max-w-72 break-words">
              <Link
                href={`/requests/${row.id}`}
                className="font-medium underline decoration-line-strong underline-offset-4 hover:decoration-ink"
              >
                <span className="text-muted">{row.login}@</span>
                {row.hostName}
              </Link>
            </td>
            <td className="max-w-48 break-words">{row.userName}</td>
            <td>
              <RequestState request={row} />
            </td>
            <td className="max-w-96">
              <span className="line-clamp-2 break-words">{row.reason}</span>
            </td>
            <td>
              <Time at={row.createdAt} />
            </td>
            <td>{row.validUntil && <Time at={row.validUntil} />}</td>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}
