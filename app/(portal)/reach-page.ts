import type { Query } from '@/components/list/list'
import type { Explanation } from '@/core/access/explain'

const pageSize = 25

/** The page of an explanation that the URL names; one beyond the end is the last. */
export function pageOf<Row>({ rows, reachable, blocked }: Explanation<Row>, query: Query) {
  const pages = Math.max(1, Math.ceil(rows.length / pageSize))
  const wanted = Math.floor(Number(query.page)) || 1
  const page = Math.min(pages, Math.max(1, wanted))
  return {
    rows: rows.slice((page - 1) * pageSize, page * pageSize),
    page,
    pageSize,
    listed: rows.length,
    total: reachable + blocked,
  }
}
