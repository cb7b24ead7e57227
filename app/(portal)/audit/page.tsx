import { ScrollText } from 'lucide-react'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { getPlatform } from '@/app/_lib/platform'
import { currentActor } from '@/app/_lib/request'
import { queryOf, show } from '@/app/_lib/show'
import { mayExportAudit } from '@/app/_lib/step-up'
import { AuditTable } from '@/components/audit/audit-table'
import { FilterBar } from '@/components/list/filters'
import { listHref, NothingFound, Pager } from '@/components/list/list'
import { Page } from '@/components/shell/page'
import { GuardedDownload } from '@/components/ui/guarded-download'
import { EmptyState, PageHeader } from '@/components/ui/surfaces'
import { decide } from '@/core/access/decide'
import { auditListQuery, searchAudit } from '@/core/audit/search'
import { parseInput } from '@/core/list'
import { auditSelects } from './filters'

const path = '/audit'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('audit')
  return { title: t('title') }
}

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export default async function AuditPage({ searchParams }: Props) {
  const query = await queryOf(searchParams)
  return show(path, async () => {
    const [platform, actor, t] = [getPlatform(), await currentActor(), await getTranslations('audit')]
    const found = await searchAudit(platform, actor, query)
    const { access } = platform.config
    const exportOf = (format: string) => listHref('/api/v1/audit/export', query, { format })
    return (
      <Page>
        <PageHeader
          title={t('title')}
          lead={t('lead')}
          actions={
            decide(actor, 'audit.export', access).allowed && (
              <>
                <GuardedDownload check={mayExportAudit} href={exportOf('csv')}>
                  {t('exportCsv')}
                </GuardedDownload>
                <GuardedDownload check={mayExportAudit} href={exportOf('jsonl')}>
                  {t('exportJsonl')}
                </GuardedDownload>
              </>
            )
          }
        />
        <FilterBar
          path={path}
          query={query}
          search={t('search')}
          selects={await auditSelects(platform, actor, query)}
          dates={[
            { name: 'from', label: t('from') },
            { name: 'until', label: t('until') },
          ]}
        />
        {found.rows.length > 0 ? (
          <AuditTable
            rows={found.rows}
            sorting={{ path, query, current: parseInput(auditListQuery, query) }}
            linkHosts={decide(actor, 'host.list', access).allowed}
          />
        ) : Object.keys(query).length > 0 ? (
          <NothingFound path={path} />
        ) : (
          <EmptyState title={t('empty.title')} icon={<ScrollText aria-hidden />}>
            {t('empty.text')}
          </EmptyState>
        )}
        <Pager path={path} query={query} page={found.page} pageSize={found.pageSize} total={found.total} />
      </Page>
    )
  })
}
