import { KeySquare } from 'lucide-react'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { getPlatform } from '@/app/_lib/platform'
import { currentActor } from '@/app/_lib/request'
import { type NamedChoice, namedChoices } from '@/app/_lib/roles'
import { queryOf, type SearchParams, show } from '@/app/_lib/show'
import { tokenLives } from '@/app/_lib/token-life'
import { makeServiceToken } from '@/app/_lib/tokens'
import { FilterBar } from '@/components/list/filters'
import { NothingFound, Pager } from '@/components/list/list'
import { Page } from '@/components/shell/page'
import { NewToken } from '@/components/tokens/new-token'
import { EmptyState, PageHeader } from '@/components/ui/surfaces'
import { listTokens } from '@/core/identity/api-token-reads'
import { TokenTable } from './table'

const path = '/tokens'
/** The ones that least harm can be done with come first. */
const roleOrder = ['auditor', 'operator']
const rankOf = ({ value }: NamedChoice) => (roleOrder.includes(value) ? roleOrder.indexOf(value) : roleOrder.length)

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('tokens'))('title') }
}

export default function TokensPage(props: { searchParams: SearchParams }) {
  return show(path, async () => {
    const [actor, query, t] = await Promise.all([
      currentActor(),
      queryOf(props.searchParams),
      getTranslations('tokens'),
    ])
    const platform = getPlatform()
    const found = await listTokens(platform, actor, query)
    const roles = (await namedChoices())
      .filter(({ givable, scopes }) => givable && scopes.length > 0)
      .toSorted((a, b) => rankOf(a) - rankOf(b))
    const filtered = Boolean(query.q || query.kind || query.state)
    return (
      <Page>
        <PageHeader
          title={t('title')}
          lead={t('lead')}
          actions={
            <NewToken
              make={makeServiceToken}
              label={t('newService')}
              roles={roles}
              days={tokenLives(platform.config)}
              look={{ variant: 'primary' }}
            />
          }
        />
        <FilterBar
          path={path}
          query={query}
          search={t('search')}
          selects={[
            {
              name: 'kind',
              label: t('allKinds'),
              choices: (['personal', 'service'] as const).map((value) => ({ value, label: t(`kind.${value}`) })),
            },
            {
              name: 'state',
              label: t('state.active'),
              choices: (['expired', 'revoked'] as const).map((value) => ({ value, label: t(`state.${value}`) })),
            },
          ]}
        />
        {found.rows.length > 0 && <TokenTable tokens={found.rows} query={query} />}
        {found.rows.length === 0 && filtered && <NothingFound path={path} />}
        {found.rows.length === 0 && !filtered && (
          <EmptyState title={t('empty.title')} icon={<KeySquare aria-hidden />}>
            {t('empty.text')}
          </EmptyState>
        )}
        <Pager path={path} query={query} {...found} />
      </Page>
    )
  })
}
