import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { type Query, SortHeader } from '@/components/list/list'
import { RowKeys } from '@/components/list/row-keys'
import { Table, Td, Th } from '@/components/ui/table'
import { Time } from '@/components/ui/time'
import type { HostSummary } from '@/core/inventory/hosts'
import { Address } from './address'
import { ConnectLinks } from './connect'
import { Tags } from './tags'

interface HostsTableProps {
  hosts: readonly HostSummary[]
  query: Query
  current: { sort: string; dir: 'asc' | 'desc' }
}

/** The hosts; on a narrow screen each row folds into its first cell. */
export function HostsTable({ hosts, query, current }: HostsTableProps) {
  const t = useTranslations('hosts')
  const head = { path: '/hosts', query, current }
  return (
    <>
      <RowKeys />
      <Table label={t('title')}>
        <thead>
          <tr>
            <SortHeader {...head} sort="name">
              {t('column.name')}
            </SortHeader>
            <SortHeader {...head} sort="address" className="max-lg:hidden">
              {t('column.address')}
            </SortHeader>
            <Th className="max-xl:hidden">{t('column.tags')}</Th>
            <Th className="max-lg:hidden">{t('column.connect')}</Th>
            <SortHeader {...head} sort="updatedAt" className="max-[84rem]:hidden">
              {t('column.updated')}
            </SortHeader>
          </tr>
        </thead>
        <tbody>
          {hosts.map((host) => (
            <tr key={host.id}>
              <Td className="lg:min-w-40">
                <Link
                  href={`/hosts/${host.id}`}
                  prefetch={false}
                  data-row=""
                  className="inline-block break-words font-medium hover:text-accent hover:underline lg:max-w-64"
                >
                  {host.name}
                </Link>
                <div className="mt-0.5 flex flex-col gap-1.5 pb-1 lg:hidden">
                  <span className="text-muted">
                    <Address address={host.address} port={host.port} />
                  </span>
                  <ConnectLinks host={host.name} accounts={host.accounts} limit={2} />
                </div>
              </Td>
              <Td className="max-lg:hidden">
                <Address address={host.address} port={host.port} />
              </Td>
              <Td className="min-w-44 max-xl:hidden">
                <Tags tags={host.tags} limit={3} />
              </Td>
              <Td className="min-w-56 max-lg:hidden">
                <ConnectLinks host={host.name} accounts={host.accounts} />
              </Td>
              <Td className="w-32 text-muted max-[84rem]:hidden">
                <Time at={host.updatedAt} relative />
              </Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </>
  )
}
