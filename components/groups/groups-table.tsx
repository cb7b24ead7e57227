import Link from 'next/link'
import { useFormatter, useTranslations } from 'next-intl'
import { type Query, SortHeader } from '@/components/list/list'
import { RowKeys } from '@/components/list/row-keys'
import { Table, Td } from '@/components/ui/table'
import { Time } from '@/components/ui/time'
import { visible } from '@/components/ui/visible'
import type { GroupSummary } from '@/core/identity/group-reads'

interface GroupsTableProps {
  groups: readonly GroupSummary[]
  query: Query
  current: { sort: string; dir: 'asc' | 'desc' }
}

/** The groups, with how many people are in each. */
export function GroupsTable({ groups, query, current }: GroupsTableProps) {
  const t = useTranslations('groups')
  const format = useFormatter()
  const head = { path: '/groups', query, current }
  return (
    <>
      <RowKeys />
      <Table label={t('title')}>
        <thead>
          <tr>
            <SortHeader {...head} sort="name">
              {t('column.name')}
            </SortHeader>
            <SortHeader {...head} sort="members">
              {t('column.members')}
            </SortHeader>
            <SortHeader {...head} sort="updatedAt" className="max-md:hidden">
              {t('column.updated')}
            </SortHeader>
          </tr>
        </thead>
        <tbody>
          {groups.map((group) => (
            <tr key={group.id}>
              <Td className="w-full min-w-36 max-w-0">
                <Link
                  href={`/groups/${group.id}`}
                  prefetch={false}
                  data-row=""
                  className="break-words font-medium hover:text-accent hover:underline"
                >
                  {group.name}
                </Link>
                {group.description && (
                  <p className="truncate text-muted text-xs">{visible(group.description.replace(/\s+/g, ' '))}</p>
                )}
              </Td>
              <Td className="tabular">{format.number(group.members)}</Td>
              <Td className="text-muted max-md:hidden">
                <Time at={group.updatedAt} relative />
              </Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </>
  )
}
