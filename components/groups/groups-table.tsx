import { useFormatter, useTranslations } from 'next-intl'
import { ColumnTable, type ListPlace } from '@/components/list/column-table'
import { RowKeys } from '@/components/list/row-keys'
import { RowName } from '@/components/list/row-name'
import { Time } from '@/components/ui/time'

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
            cell: ({ id, name, description }) => (
              <RowName href={`${list.path}/${id}`} name={name} description={description} />
            ),
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
