import { ArrowDown, ArrowUp, ChevronLeft, ChevronRight, SearchX } from 'lucide-react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { LinkButton } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/surfaces'

export type Query = Record<string, string | undefined>

/** The URL of this list with some of its state changed; whatever changes, the list starts at its first page. */
export function listHref(path: string, query: Query, change: Query): string {
  const merged: Query = { ...query, page: undefined, ...change }
  const search = new URLSearchParams(
    Object.entries(merged).flatMap(([name, value]) => (value ? [[name, value]] : [])),
  ).toString()
  return search ? `${path}?${search}` : path
}

interface SortProps {
  path: string
  query: Query
  sort: string
  current: { sort: string; dir: 'asc' | 'desc' }
  children: string
  className?: string
}

/** A column's head that sorts by it, and the other way round when it does already. */
export function SortHeader({ path, query, sort, current, children, className }: SortProps) {
  const active = current.sort === sort
  const dir = active && current.dir === 'asc' ? 'desc' : 'asc'
  const Arrow = current.dir === 'asc' ? ArrowUp : ArrowDown
  return (
    <th
      scope="col"
      className={className}
      aria-sort={active ? (current.dir === 'asc' ? 'ascending' : 'descending') : undefined}
    >
      <Link
        href={listHref(path, query, { sort, dir })}
        className={`-mx-1 inline-flex items-center gap-1 rounded px-1 hover:text-ink ${active ? 'text-ink' : ''}`}
        scroll={false}
      >
        {children}
        <Arrow aria-hidden className={active ? 'size-3' : 'size-3 opacity-0'} />
      </Link>
    </th>
  )
}

/** Which rows are shown of how many, and the way to the others. */
export function Pager({
  path,
  query,
  page,
  pageSize,
  total,
}: {
  path: string
  query: Query
  page: number
  pageSize: number
  total: number
}) {
  const t = useTranslations('common')
  // An empty list says so itself.
  if (total === 0) return null
  const pages = Math.ceil(total / pageSize)
  const first = (page - 1) * pageSize + 1
  return (
    <nav aria-label={t('pages')} className="mt-3 flex items-center justify-between gap-2 text-muted text-sm">
      <p className="tabular">{t('range', { first, last: Math.min(page * pageSize, total), total })}</p>
      {pages > 1 && (
        <div className="flex items-center gap-2">
          <span className="tabular px-1 max-sm:hidden">{t('pageOf', { page, pages })}</span>
          {page > 1 && (
            <LinkButton size="sm" href={listHref(path, query, { page: String(page - 1) })}>
              <ChevronLeft aria-hidden />
              {t('previous')}
            </LinkButton>
          )}
          {page < pages && (
            <LinkButton size="sm" href={listHref(path, query, { page: String(page + 1) })}>
              {t('next')}
              <ChevronRight aria-hidden />
            </LinkButton>
          )}
        </div>
      )}
    </nav>
  )
}

/** The search or the filters leave nothing: say so, and how to get back. */
export function NothingFound({ path }: { path: string }) {
  const t = useTranslations('common')
  return (
    <EmptyState
      icon={<SearchX aria-hidden />}
      title={t('nothingFound')}
      action={<LinkButton href={path}>{t('reset')}</LinkButton>}
    >
      {t('nothingFoundHint')}
    </EmptyState>
  )
}
