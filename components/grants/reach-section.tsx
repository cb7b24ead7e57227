import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Pager, type Query } from '@/components/list/list'
import { CardTitle } from '@/components/ui/surfaces'

interface ReachSectionProps {
  title: string
  /** How many reach, and how many are kept out. */
  summary: string
  path: string
  query: Query
  page: number
  pageSize: number
  /** How many are listed, and how many there are. */
  listed: number
  total: number
  actions?: ReactNode
  children: ReactNode
}

/** An explanation, a page of it. */
export function ReachSection(props: ReachSectionProps) {
  const { title, summary, path, query, page, pageSize, listed, total, actions, children } = props
  const t = useTranslations('grants.reach')
  return (
    <div className="min-w-0">
      <CardTitle lead={summary} actions={actions}>
        {title}
      </CardTitle>
      {children}
      <Pager path={path} query={query} page={page} pageSize={pageSize} total={listed} />
      {total > listed && <p className="mt-1 text-muted text-sm">{t('limited', { count: listed })}</p>}
    </div>
  )
}
