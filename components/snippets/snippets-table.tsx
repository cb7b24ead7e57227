import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { type Query, SortHeader } from '@/components/list/list'
import { RowKeys } from '@/components/list/row-keys'
import { Table, Td, Th } from '@/components/ui/table'
import { Time } from '@/components/ui/time'
import { visible } from '@/components/ui/visible'
import type { SnippetSummary } from '@/core/snippets/snippet-reads'
import { firstLine } from './first-line'
import { ScopeBadge } from './scope-badge'

interface SnippetsTableProps {
  snippets: readonly SnippetSummary[]
  query: Query
  current: { sort: string; dir: 'asc' | 'desc' }
}

/** One's own and the shared snippets, with what they type. */
export function SnippetsTable({ snippets, query, current }: SnippetsTableProps) {
  const t = useTranslations('snippets')
  const head = { path: '/snippets', query, current }
  return (
    <>
      <RowKeys />
      <Table label={t('title')}>
        <thead>
          <tr>
            <SortHeader {...head} sort="name">
              {t('column.name')}
            </SortHeader>
            <Th className="max-sm:hidden">{t('column.text')}</Th>
            <Th>{t('column.scope')}</Th>
            <SortHeader {...head} sort="updatedAt" className="max-md:hidden">
              {t('column.updated')}
            </SortHeader>
          </tr>
        </thead>
        <tbody>
          {snippets.map((snippet) => (
            <tr key={snippet.id}>
              <Td className="min-w-36">
                <Link
                  href={`/snippets/${snippet.id}`}
                  prefetch={false}
                  data-row=""
                  className="break-words font-medium hover:text-accent hover:underline"
                >
                  {snippet.name}
                </Link>
                {snippet.description && (
                  <p className="line-clamp-1 text-muted text-xs">{visible(snippet.description.replace(/\s+/g, ' '))}</p>
                )}
              </Td>
              <Td className="w-full max-w-0 max-sm:hidden">
                <span className="machine block truncate text-muted">{firstLine(snippet.text)}</span>
              </Td>
              <Td>
                <ScopeBadge scope={snippet.scope} />
              </Td>
              <Td className="text-muted max-md:hidden">
                <Time at={snippet.updatedAt} relative />
              </Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </>
  )
}
