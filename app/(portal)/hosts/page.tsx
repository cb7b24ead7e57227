import { Boxes, Plus, Server } from 'lucide-react'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { getPlatform } from '@/app/_lib/platform'
import { currentActor } from '@/app/_lib/request'
import { queryOf, type SearchParams, show } from '@/app/_lib/show'
import { HostsTable } from '@/components/hosts/hosts-table'
import { ListPage } from '@/components/list/list-page'
import { LinkButton } from '@/components/ui/button'
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
    return (
      <ListPage
        path="/hosts"
        query={query}
        title={t('title')}
        lead={t('lead')}
        add={add}
        actions={
          seesGroups && (
            <LinkButton href="/host-groups">
              <Boxes aria-hidden />
              {t('groups')}
            </LinkButton>
          )
        }
        empty={{
          title: mayEdit ? t('empty.title') : t('empty.titleReader'),
          text: mayEdit ? t('empty.text') : hosts.total === 0 && (await whyNoHosts()),
          icon: <Server aria-hidden />,
        }}
        notice={<NoGrantsNotice actor={actor} />}
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
        found={hosts}
      >
        <HostsTable hosts={hosts.rows} query={query} current={{ sort, dir }} />
      </ListPage>
    )
  })
}
