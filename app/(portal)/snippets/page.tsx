import { Plus, TextCursorInput } from 'lucide-react'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { getPlatform } from '@/app/_lib/platform'
import { currentActor } from '@/app/_lib/request'
import { queryOf, type SearchParams, show } from '@/app/_lib/show'
import { FilterBar } from '@/components/list/filters'
import { NothingFound, Pager } from '@/components/list/list'
import { Page } from '@/components/shell/page'
import { SnippetsTable } from '@/components/snippets/snippets-table'
import { LinkButton } from '@/components/ui/button'
import { EmptyState, PageHeader } from '@/components/ui/surfaces'
import { parseInput } from '@/core/list'
import { snippetListQuery, snippetScopes } from '@/core/snippets/snippet-input'
import { listSnippets } from '@/core/snippets/snippet-reads'

const path = '/snippets'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('snippets'))('title') }
}

export default function SnippetsPage(props: { searchParams: SearchParams }) {
  return show(path, async () => {
    const [actor, query, t] = await Promise.all([
      currentActor(),
      queryOf(props.searchParams),
      getTranslations('snippets'),
    ])
    const snippets = await listSnippets(getPlatform(), actor, query)
    const { sort, dir } = parseInput(snippetListQuery, query)
    const add = (
      <LinkButton href="/snippets/new" variant="primary" data-shortcut="n">
        <Plus aria-hidden />
        {t('new')}
      </LinkButton>
    )
    const searching = Boolean(query.q || query.scope)
    return (
      <Page>
        <PageHeader title={t('title')} lead={t('lead')} actions={snippets.total > 0 || searching ? add : null} />
        {snippets.total === 0 && !searching ? (
          <EmptyState title={t('empty.title')} icon={<TextCursorInput aria-hidden />} action={add}>
            {t('empty.text')}
          </EmptyState>
        ) : (
          <>
            <FilterBar
              path={path}
              query={query}
              search={t('search')}
              selects={[
                {
                  name: 'scope',
                  label: t('allScopes'),
                  choices: snippetScopes.map((scope) => ({ value: scope, label: t(`scope.${scope}`) })),
                },
              ]}
            />
            {snippets.rows.length === 0 ? (
              <NothingFound path={path} />
            ) : (
              <>
                <SnippetsTable snippets={snippets.rows} query={query} current={{ sort, dir }} />
                <Pager path={path} query={query} {...snippets} />
              </>
            )}
          </>
        )}
      </Page>
    )
  })
}
