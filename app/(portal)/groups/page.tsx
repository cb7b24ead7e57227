import { Plus, UsersRound } from 'lucide-react'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { getPlatform } from '@/app/_lib/platform'
import { currentActor } from '@/app/_lib/request'
import { queryOf, type SearchParams, show } from '@/app/_lib/show'
import { GroupsTable } from '@/components/groups/groups-table'
import { FilterBar } from '@/components/list/filters'
import { NothingFound, Pager } from '@/components/list/list'
import { Page } from '@/components/shell/page'
import { LinkButton } from '@/components/ui/button'
import { EmptyState, PageHeader } from '@/components/ui/surfaces'
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
    const none = groups.total === 0 && !query.q
    return (
      <Page>
        <PageHeader title={t('title')} lead={t('lead')} actions={!none && add} />
        {none ? (
          <EmptyState title={t('empty.title')} icon={<UsersRound aria-hidden />} action={add}>
            {t('empty.text')}
          </EmptyState>
        ) : (
          <>
            <FilterBar path={path} query={query} search={t('search')} />
            {groups.rows.length === 0 ? (
              <NothingFound path={path} />
            ) : (
              <>
                <GroupsTable groups={groups.rows} query={query} current={{ sort, dir }} />
                <Pager path={path} query={query} {...groups} />
              </>
            )}
          </>
        )}
      </Page>
    )
  })
}
