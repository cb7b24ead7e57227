import { ClipboardCheck, Plus, ShieldCheck } from 'lucide-react'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { getPlatform } from '@/app/_lib/platform'
import { currentActor } from '@/app/_lib/request'
import { queryOf, type SearchParams, show } from '@/app/_lib/show'
import { GrantsTable } from '@/components/grants/grants-table'
import { ListPage } from '@/components/list/list-page'
import { LinkButton } from '@/components/ui/button'
import { decide } from '@/core/access/decide'
import { grantListQuery, listGrants } from '@/core/access/grants'
import { parseInput } from '@/core/list'
import { grantSelects } from './filters'
import { withState } from './state'

const path = '/grants'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('grants'))('title') }
}

/** Every grant: who reaches what. */
export default function GrantsPage(props: { searchParams: SearchParams }) {
  return show(path, async () => {
    const [actor, query, t] = await Promise.all([
      currentActor(),
      queryOf(props.searchParams),
      getTranslations('grants'),
    ])
    const platform = getPlatform()
    const found = await listGrants(platform, actor, query)
    const { sort, dir } = parseInput(grantListQuery, query)
    const mayEdit = decide(actor, 'grant.edit', platform.config.access).allowed
    const add = mayEdit && (
      <LinkButton href="/grants/new" variant="primary" data-shortcut="n">
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
        actions={
          <LinkButton href="/grants/review">
            <ClipboardCheck aria-hidden />
            {t('review')}
          </LinkButton>
        }
        empty={{
          title: t('empty.title'),
          text: mayEdit ? t('empty.text') : t('empty.textReader'),
          icon: <ShieldCheck aria-hidden />,
        }}
        search={t('search')}
        selects={await grantSelects(query)}
        found={found}
      >
        <GrantsTable grants={found.rows.map(withState)} query={query} current={{ sort, dir }} />
      </ListPage>
    )
  })
}
