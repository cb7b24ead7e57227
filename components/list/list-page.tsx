import type { ComponentProps, ReactNode } from 'react'
import { Page } from '@/components/shell/page'
import { EmptyState, PageHeader } from '@/components/ui/surfaces'
import { FilterBar } from './filters'
import { NothingFound, Pager } from './list'

interface ListFrameProps extends ComponentProps<typeof FilterBar> {
  /** The page of rows that was found. */
  found: { rows: readonly unknown[]; total: number; page: number; pageSize: number }
  /** The rows, where there are any. */
  children: ReactNode
}

/** A list with what finds things in it: search and filters above, the way to the other rows below. */
export function ListFrame({ found, children, ...filter }: ListFrameProps) {
  const { path, query } = filter
  const { rows, total, page, pageSize } = found
  return (
    <>
      <FilterBar {...filter} />
      {rows.length === 0 ? (
        <NothingFound path={path} />
      ) : (
        <>
          {children}
          <Pager path={path} query={query} total={total} page={page} pageSize={pageSize} />
        </>
      )}
    </>
  )
}

interface ListPageProps extends ListFrameProps {
  title: string
  lead: string
  /** What can be added; in the middle of the page as long as there is nothing. */
  add?: ReactNode
  /** What else the page leads to. */
  actions?: ReactNode
  /** What must be known of what is listed. */
  notice?: ReactNode
  /** What to say when there is nothing at all. */
  empty: { title: string; text: ReactNode; icon: ReactNode }
}

/** A page that is a list. */
export function ListPage({ title, lead, add, actions, notice, empty, children, ...frame }: ListPageProps) {
  const { found, query, selects = [], dates = [] } = frame
  const narrowed = ['q', ...selects.map(({ name }) => name), ...dates.map(({ name }) => name)]
  const nothing = found.total === 0 && !narrowed.some((name) => query[name])
  return (
    <Page>
      <PageHeader
        title={title}
        lead={lead}
        actions={
          !nothing && (
            <>
              {actions}
              {add}
            </>
          )
        }
      />
      {nothing ? (
        <EmptyState title={empty.title} icon={empty.icon} action={add}>
          {empty.text}
        </EmptyState>
      ) : (
        <>
          {notice}
          <ListFrame {...frame}>{children}</ListFrame>
        </>
      )}
    </Page>
  )
}
