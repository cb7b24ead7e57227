import { KeyRound, Plus } from 'lucide-react'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { getPlatform } from '@/app/_lib/platform'
import { currentActor } from '@/app/_lib/request'
import { queryOf, type SearchParams, show } from '@/app/_lib/show'
import { CredentialsTable } from '@/components/credentials/credentials-table'
import { FilterBar } from '@/components/list/filters'
import { NothingFound, Pager } from '@/components/list/list'
import { Page } from '@/components/shell/page'
import { LinkButton } from '@/components/ui/button'
import { EmptyState, PageHeader } from '@/components/ui/surfaces'
import { decide } from '@/core/access/decide'
import { parseInput } from '@/core/list'
import { credentialKinds, credentialListQuery, listCredentials } from '@/core/vault/credentials'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('credentials'))('title') }
}

export default function CredentialsPage(props: { searchParams: SearchParams }) {
  return show('/credentials', async () => {
    const [actor, query, t] = await Promise.all([
      currentActor(),
      queryOf(props.searchParams),
      getTranslations('credentials'),
    ])
    const platform = getPlatform()
    const credentials = await listCredentials(platform, actor, query)
    const { sort, dir } = parseInput(credentialListQuery, query)
    const add = decide(actor, 'credential.edit', platform.config.access).allowed && (
      <LinkButton href="/credentials/new" variant="primary" data-shortcut="n">
        <Plus aria-hidden />
        {t('new')}
      </LinkButton>
    )
    const searching = Boolean(query.q || query.kind)
    return (
      <Page>
        <PageHeader title={t('title')} lead={t('lead')} actions={credentials.total > 0 || searching ? add : null} />
        {credentials.total === 0 && !searching ? (
          <EmptyState title={t('empty.title')} icon={<KeyRound aria-hidden />} action={add}>
            {t('empty.text')}
          </EmptyState>
        ) : (
          <>
            <FilterBar
              path="/credentials"
              query={query}
              search={t('search')}
              selects={[
                {
                  name: 'kind',
                  label: t('allKinds'),
                  choices: credentialKinds.map((kind) => ({ value: kind, label: t(`kind.${kind}`) })),
                },
              ]}
            />
            {credentials.rows.length === 0 ? (
              <NothingFound path="/credentials" />
            ) : (
              <>
                <CredentialsTable credentials={credentials.rows} query={query} current={{ sort, dir }} />
                <Pager path="/credentials" query={query} {...credentials} />
              </>
            )}
          </>
        )}
      </Page>
    )
  })
}
