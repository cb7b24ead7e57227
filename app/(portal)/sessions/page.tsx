import { MonitorPlay } from 'lucide-react'
import type { Metadata } from 'next'
import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { getPlatform } from '@/app/_lib/platform'
import { currentActor } from '@/app/_lib/request'
import { queryOf, show } from '@/app/_lib/show'
import { FilterBar } from '@/components/list/filters'
import { NothingFound, Pager, type Query, SortHeader } from '@/components/list/list'
import { Page } from '@/components/shell/page'
import { Badge, EmptyState, PageHeader } from '@/components/ui/surfaces'
import { Table } from '@/components/ui/table'
import { Bytes, Duration, Time } from '@/components/ui/values'
import { decide } from '@/core/access/decide'
import { parseInput } from '@/core/list'
import { runningSessions } from '@/core/sessions/running'
import { type SessionSummary, searchSessions, sessionListQuery, sessionStates } from '@/core/sessions/search'
import { RunningSessions } from './running'

const path = '/sessions'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('sessions')
  return { title: t('title') }
}

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export default async function SessionsPage({ searchParams }: Props) {
  const query = await queryOf(searchParams)
  return show(path, async () => {
    const [platform, actor, t] = [getPlatform(), await currentActor(), await getTranslations('sessions')]
    const [found, running] = await Promise.all([
      searchSessions(platform, actor, query),
      runningSessions(platform, actor),
    ])
    const all = decide(actor, 'session.view-all', platform.config.access).allowed
    return (
      <Page>
        <PageHeader title={t('title')} lead={all ? t('lead') : t('leadOwn')} />
        <RunningSessions sessions={running} who={actor.name} />
        <FilterBar
          path={path}
          query={query}
          search={t('search')}
          selects={[
            {
              name: 'state',
              label: t('allStates'),
              choices: sessionStates.map((state) => ({ value: state, label: t(`state.${state}`) })),
            },
          ]}
        />
        {found.rows.length === 0 ? (
          Object.keys(query).length > 0 ? (
            <NothingFound path={path} />
          ) : (
            <EmptyState title={t('empty.title')} icon={<MonitorPlay aria-hidden />}>
              {t('empty.text')}
            </EmptyState>
          )
        ) : (
          <SessionTable rows={found.rows} query={query} />
        )}
        <Pager path={path} query={query} page={found.page} pageSize={found.pageSize} total={found.total} />
      </Page>
    )
  })
}

async function SessionTable({ rows, query }: { rows: SessionSummary[]; query: Query }) {
  const [t, reasons] = await Promise.all([getTranslations('sessions'), getTranslations('endReason')])
  const sorting = { path, query, current: parseInput(sessionListQuery, query) }
  return (
    <Table label={t('title')} narrow="fold">
      <thead>
        <tr>
          <SortHeader {...sorting} sort="hostName">
            {t('column.where')}
          </SortHeader>
          <SortHeader {...sorting} sort="userName">
            {t('column.who')}
          </SortHeader>
          <th scope="col">{t('column.from')}</th>
          <SortHeader {...sorting} sort="startedAt">
            {t('column.started')}
          </SortHeader>
          <th scope="col">{t('column.length')}</th>
          <th scope="col">{t('column.ended')}</th>
          <SortHeader {...sorting} sort="bytesOut">
            {t('column.bytes')}
          </SortHeader>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <td>
              <Link
                href={`/sessions/${row.id}`}
                className="font-medium underline decoration-line-strong underline-offset-4 hover:decoration-ink"
              >
                <span className="text-muted">{row.login}@</span>
                {row.hostName}
              </Link>
            </td>
            <td className="whitespace-nowrap">{row.userName}</td>
            <td className="whitespace-nowrap font-mono text-muted text-xs">{row.clientAddress}</td>
            <td>
              <Time at={row.startedAt} />
            </td>
            <td>{row.endedAt && <Duration ms={row.endedAt.getTime() - row.startedAt.getTime()} />}</td>
            <td className="whitespace-nowrap">
              {row.running ? (
                <Badge tone="ok">{t('running')}</Badge>
              ) : (
                row.endReason && reasons.has(`${row.endReason}.title`) && reasons(`${row.endReason}.title`)
              )}
              {row.recording === 'interrupted' && (
                <Badge tone="warn" className="ml-2">
                  {t('recording.interrupted')}
                </Badge>
              )}
            </td>
            <td>
              <Bytes value={row.bytesOut} />
            </td>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}
