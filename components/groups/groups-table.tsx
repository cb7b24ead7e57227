import Link from 'next/link'
import { useFormatter, useTranslations } from 'next-intl'
import { ColumnTable, type ListPlace } from '@/components/list/column-table'
import { RowKeys } from '@/components/list/row-keys'
import { Time } from '@/components/ui/time'
import { visible } from '@/components/ui/visible'

interface GroupRow {
  id: string
  name: string
  description: string
  updatedAt: Date
}

interface GroupsTableProps<Row extends GroupRow> {
  label: string
  groups: readonly Row[]
  list: ListPlace
  /** What is counted of each. */
  counts: readonly { title: string; sort: string; hidden?: string; of: (group: Row) => number }[]
}

/** Groups of one kind, with what is counted of each. */
export function GroupsTable<Row extends GroupRow>({ label, groups, list, counts }: GroupsTableProps<Row>) {
  const t = useTranslations('groups.column')
  const format = useFormatter()
  return (
    <>
      <RowKeys />
      <ColumnTable
        label={label}
        list={list}
        rows={groups}
        columns={[
          {
            title: t('name'),
            sort: 'name',
            className: 'w-full min-w-36 max-w-0',
            cell: (group) => <GroupName group={group} path={list.path} />,
          },
          ...counts.map(({ of, ...column }) => ({
            ...column,
            className: 'tabular',
            cell: (group: Row) => format.number(of(group)),
          })),
          {
            title: t('updated'),
            sort: 'updatedAt',
            hidden: 'max-md:hidden',
            className: 'text-muted',
            cell: (group) => <Time at={group.updatedAt} relative />,
          },
        ]}
      />
    </>
  )
}

function GroupName({ group: { id, name, description }, path }: { group: GroupRow; path: string }) {
  return (
    <>
      <Link
        href={`${path}/${id}`}
        prefetch={false}
        data-row=""
        className="break-words font-medium hover:text-accent hover:underline"
      >
        {name}
      </Link>
      {description && <p className="truncate text-muted text-xs">{visible(description.replace(/\s+/g, ' '))}</p>}
    </>
  )
}
