import { KeySquare } from 'lucide-react'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { getPlatform } from '@/app/_lib/platform'
import { currentActor } from '@/app/_lib/request'
import { queryOf, type SearchParams, show } from '@/app/_lib/show'
import { tokenLives } from '@/app/_lib/token-life'
import { makeServiceToken } from '@/app/_lib/tokens'
import { FilterBar } from '@/components/list/filters'
import { NothingFound, Pager } from '@/components/list/list'
import { Page } from '@/components/shell/page'
import { NewToken } from '@/components/tokens/new-token'
import { EmptyState, PageHeader } from '@/components/ui/surfaces'
import { scopesOfRole } from '@/core/access/decide'
import type { Role } from '@/core/access/roles'
import { listTokens } from '@/core/identity/api-token-reads'
import { TokenTable } from './table'

const path = '/tokens'
/** The one that least harm can be done with comes first. */
const roleOrder = ['auditor', 'operator', 'administrator'] as const satisfies readonly Role[]

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
    const role = await getTranslations('nav.role')
    const platform = getPlatform()
    const found = await listTokens(platform, actor, query)
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
              roles={roleOrder.map((one) => ({ role: one, label: role(one), scopes: scopesOfRole(one) }))}
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
