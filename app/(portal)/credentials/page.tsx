import { KeyRound, Plus } from 'lucide-react'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { getPlatform } from '@/app/_lib/platform'
import { currentActor } from '@/app/_lib/request'
import { queryOf, type SearchParams, show } from '@/app/_lib/show'
import { CredentialsTable } from '@/components/credentials/credentials-table'
import { ListPage } from '@/components/list/list-page'
import { LinkButton } from '@/components/ui/button'
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
    return (
      <ListPage
        path="/credentials"
        query={query}
        title={t('title')}
        lead={t('lead')}
        add={add}
        empty={{ title: t('empty.title'), text: t('empty.text'), icon: <KeyRound aria-hidden /> }}
        search={t('search')}
        selects={[
          {
            name: 'kind',
            label: t('allKinds'),
            choices: credentialKinds.map((kind) => ({ value: kind, label: t(`kind.${kind}`) })),
          },
        ]}
        found={credentials}
      >
        <CredentialsTable credentials={credentials.rows} query={query} current={{ sort, dir }} />
      </ListPage>
    )
  })
}
