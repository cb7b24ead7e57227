import { Plus, UsersRound } from 'lucide-react'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { getPlatform } from '@/app/_lib/platform'
import { currentActor } from '@/app/_lib/request'
import { queryOf, type SearchParams, show } from '@/app/_lib/show'
import { GroupsTable } from '@/components/groups/groups-table'
import { ListPage } from '@/components/list/list-page'
import { LinkButton } from '@/components/ui/button'
import { decide } from '@/core/access/decide'
import { groupListQuery, listGroups } from '@/core/identity/groups'
import { parseInput } from '@/core/list'

const path = '/groups'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('groups'))('title') }
}

export default function GroupsPage(props: { searchParams: SearchParams }) {
  return show(path, async () => {
    const [actor, query, t] = await Promise.all([
      currentActor(),
      queryOf(props.searchParams),
      getTranslations('groups'),
    ])
    const platform = getPlatform()
    const groups = await listGroups(platform, actor, query)
    const { sort, dir } = parseInput(groupListQuery, query)
    const add = decide(actor, 'group.edit', platform.config.access).allowed && (
      <LinkButton href="/groups/new" variant="primary" data-shortcut="n">
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
        empty={{ title: t('empty.title'), text: t('empty.text'), icon: <UsersRound aria-hidden /> }}
        search={t('search')}
        found={groups}
      >
        <GroupsTable
          label={t('title')}
          groups={groups.rows}
          list={{ path, query, current: { sort, dir } }}
          counts={[{ title: t('column.members'), sort: 'members', of: ({ members }) => members }]}
        />
      </ListPage>
    )
  })
}
