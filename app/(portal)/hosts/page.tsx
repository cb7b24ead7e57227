import { Boxes, Plus, Server } from 'lucide-react'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { getPlatform } from '@/app/_lib/platform'
import { currentActor } from '@/app/_lib/request'
import { queryOf, type SearchParams, show } from '@/app/_lib/show'
import { HostsTable } from '@/components/hosts/hosts-table'
import { FilterBar } from '@/components/list/filters'
import { NothingFound, Pager } from '@/components/list/list'
import { Page } from '@/components/shell/page'
import { LinkButton } from '@/components/ui/button'
import { EmptyState, PageHeader } from '@/components/ui/surfaces'
import { decide } from '@/core/access/decide'
import { hostGroupChoices } from '@/core/inventory/host-groups'
import { hostListQuery, listHosts, listTags } from '@/core/inventory/hosts'
import { parseInput } from '@/core/list'
import { NoGrantsNotice, whyNoHosts } from './no-access'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('hosts'))('title') }
}

export default function HostsPage(props: { searchParams: SearchParams }) {
  return show('/hosts', async () => {
    const [actor, query, t] = await Promise.all([currentActor(), queryOf(props.searchParams), getTranslations('hosts')])
    const platform = getPlatform()
    const seesGroups = decide(actor, 'host-group.list', platform.config.access).allowed
    const [hosts, tags, groups] = await Promise.all([
      listHosts(platform, actor, query),
      listTags(platform, actor),
      seesGroups ? hostGroupChoices(platform, actor) : [],
    ])
    const { sort, dir } = parseInput(hostListQuery, query)
    const mayEdit = decide(actor, 'host.edit', platform.config.access).allowed
    const add = mayEdit && (
      <LinkButton href="/hosts/new" variant="primary" data-shortcut="n">
        <Plus aria-hidden />
        {t('new')}
      </LinkButton>
    )
    const searching = Boolean(query.q || query.tag || query.group)
    return (
      <Page>
        <PageHeader
          title={t('title')}
          lead={t('lead')}
          actions={
            <>
              {seesGroups && (
                <LinkButton href="/host-groups">
                  <Boxes aria-hidden />
                  {t('groups')}
                </LinkButton>
              )}
              {(hosts.total > 0 || searching) && add}
            </>
          }
        />
        {hosts.total === 0 && !searching ? (
          <EmptyState
            title={mayEdit ? t('empty.title') : t('empty.titleReader')}
            icon={<Server aria-hidden />}
            action={add}
          >
            {mayEdit ? t('empty.text') : await whyNoHosts()}
          </EmptyState>
        ) : (
          <>
            <NoGrantsNotice actor={actor} />
            <FilterBar
              path="/hosts"
              query={query}
              search={t('search')}
              selects={[
                {
                  name: 'tag',
                  label: t('allTags'),
                  choices: tags.map(({ tag, hosts: count }) => ({ value: tag, label: `${tag} (${count})` })),
                },
                ...(groups.length > 0
                  ? [
                      {
                        name: 'group',
                        label: t('allGroups'),
                        choices: groups.map(({ id, name }) => ({ value: id, label: name })),
                      },
                    ]
                  : []),
              ]}
            />
            {hosts.rows.length === 0 ? (
              <NothingFound path="/hosts" />
            ) : (
              <>
                <HostsTable hosts={hosts.rows} query={query} current={{ sort, dir }} />
                <Pager path="/hosts" query={query} {...hosts} />
              </>
            )}
          </>
        )}
      </Page>
    )
  })
}
