import { Plus, TextCursorInput } from 'lucide-react'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { getPlatform } from '@/app/_lib/platform'
import { currentActor } from '@/app/_lib/request'
import { queryOf, type SearchParams, show } from '@/app/_lib/show'
import { ListPage } from '@/components/list/list-page'
import { SnippetsTable } from '@/components/snippets/snippets-table'
import { LinkButton } from '@/components/ui/button'
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
    return (
      <ListPage
        path={path}
        query={query}
        title={t('title')}
        lead={t('lead')}
        add={add}
        empty={{ title: t('empty.title'), text: t('empty.text'), icon: <TextCursorInput aria-hidden /> }}
        search={t('search')}
        selects={[
          {
            name: 'scope',
            label: t('allScopes'),
            choices: snippetScopes.map((scope) => ({ value: scope, label: t(`scope.${scope}`) })),
          },
        ]}
        found={snippets}
      >
        <SnippetsTable snippets={snippets.rows} query={query} current={{ sort, dir }} />
      </ListPage>
    )
  })
}
