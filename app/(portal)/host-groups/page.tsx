import { Boxes, Plus } from 'lucide-react'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { getPlatform } from '@/app/_lib/platform'
import { currentActor } from '@/app/_lib/request'
import { queryOf, type SearchParams, show } from '@/app/_lib/show'
import { GroupsTable } from '@/components/groups/groups-table'
import { ListPage } from '@/components/list/list-page'
import { LinkButton } from '@/components/ui/button'
import { decide } from '@/core/access/decide'
import { hostGroupListQuery, listHostGroups } from '@/core/inventory/host-groups'
import { parseInput } from '@/core/list'

const path = '/host-groups'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('hostGroups'))('title') }
}

/** The groups of hosts, that grants can name. */
export default function HostGroupsPage(props: { searchParams: SearchParams }) {
  return show(path, async () => {
    const [actor, query, t] = await Promise.all([
      currentActor(),
      queryOf(props.searchParams),
      getTranslations('hostGroups'),
    ])
    const platform = getPlatform()
    const groups = await listHostGroups(platform, actor, query)
    const { sort, dir } = parseInput(hostGroupListQuery, query)
    const add = decide(actor, 'host-group.edit', platform.config.access).allowed && (
      <LinkButton href="/host-groups/new" variant="primary" data-shortcut="n">
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
        empty={{ title: t('empty.title'), text: t('empty.text'), icon: <Boxes aria-hidden /> }}
        search={t('search')}
        found={groups}
      >
        <GroupsTable
          label={t('title')}
          groups={groups.rows}
          list={{ path, query, current: { sort, dir } }}
          counts={[
            { title: t('column.hosts'), sort: 'hosts', of: ({ hosts }) => hosts },
            { title: t('column.grants'), sort: 'grants', hidden: 'max-sm:hidden', of: ({ grants }) => grants },
          ]}
        />
      </ListPage>
    )
  })
}
