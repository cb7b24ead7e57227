import type { ReactNode } from 'react'
import { Table, Td, Th } from '@/components/ui/table'
import { type Query, SortHeader } from './list'

/** One column of a list. */
export interface Column<Row> {
  title: string
  /** What the URL calls sorting by it; left out: it can't be sorted by. */
  sort?: string
  /** The title is for those who can't see that there are buttons. */
  silent?: boolean
  /** For the head and the cells: where there is no room for it. */
  hidden?: string
  /** For the cells alone. */
  className?: string
  cell: (row: Row) => ReactNode
}

/** Where a list is and how it is sorted now. */
export interface ListPlace {
  path: string
  query: Query
  current: { sort: string; dir: 'asc' | 'desc' }
}

interface ColumnTableProps<Row> {
  label: string
  list: ListPlace
  columns: readonly Column<Row>[]
  rows: readonly Row[]
}

/** A list that says what stands in its columns, each of which may be sorted by. */
export function ColumnTable<Row extends { id: string }>({ label, list, columns, rows }: ColumnTableProps<Row>) {
  return (
    <Table label={label}>
      <thead>
        <tr>
          {columns.map(({ title, sort, silent, hidden }) =>
            sort ? (
              <SortHeader key={title} {...list} sort={sort} className={hidden}>
                {title}
              </SortHeader>
            ) : (
              <Th key={title} className={hidden}>
                {silent ? <span className="sr-only">{title}</span> : title}
              </Th>
            ),
          )}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id} className="h-10">
            {columns.map(({ title, hidden, className, cell }) => (
              <Td key={title} className={[hidden, className].filter(Boolean).join(' ') || undefined}>
                {cell(row)}
              </Td>
            ))}
          </tr>
        ))}
      </tbody>
    </Table>
  )
}
