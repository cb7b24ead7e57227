import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { getPlatform } from '@/app/_lib/platform'
import { currentActor } from '@/app/_lib/request'
import { queryOf, type SearchParams, show } from '@/app/_lib/show'
import { GroupCard } from '@/components/groups/group-card'
import { AddHosts } from '@/components/host-groups/add-hosts'
import { DeleteHostGroup } from '@/components/host-groups/delete-host-group'
import { HostMembersTable } from '@/components/host-groups/members-table'
import { NamingGrants } from '@/components/host-groups/naming-grants'
import { ListFrame } from '@/components/list/list-page'
import { BackLink } from '@/components/shell/back-link'
import { Page } from '@/components/shell/page'
import { EmptyState, PageHeader } from '@/components/ui/surfaces'
import { decide } from '@/core/access/decide'
import type { Action } from '@/core/access/roles'
import { getHostGroup, grantsNaming, hostMemberListQuery, listHostMembers } from '@/core/inventory/host-groups'
import { parseInput } from '@/core/list'
import {
  addHostsAction,
  deleteHostGroupAction,
  previewAddHostsAction,
  previewDeleteHostGroupAction,
  previewRemoveHostAction,
  removeHostAction,
  updateHostGroupAction,
} from '../actions'

interface Props {
  params: Promise<{ id: string }>
  searchParams: SearchParams
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('hostGroups'))('title') }
}

/** A group of hosts: what is in it, and which grants name it. */
export default function HostGroupPage({ params, searchParams }: Props) {
  return show('/host-groups', async () => {
    const [{ id }, query, actor, t] = await Promise.all([
      params,
      queryOf(searchParams),
      currentActor(),
      getTranslations('hostGroups'),
    ])
    const platform = getPlatform()
    const [group, hosts, naming] = await Promise.all([
      getHostGroup(platform, actor, id),
      listHostMembers(platform, actor, id, query),
      grantsNaming(platform, actor, id),
    ])
    const may = (action: Action) => decide(actor, action, platform.config.access).allowed
    const mayEdit = may('host-group.edit')
    const path = `/host-groups/${id}`
    const { sort, dir } = parseInput(hostMemberListQuery, query)
    return (
      <Page>
        <title>{`${group.name} · Gatehouse`}</title>
        <PageHeader
          title={group.name}
          lead={group.description}
          above={<BackLink href="/host-groups">{t('title')}</BackLink>}
          actions={
            mayEdit && (
              <DeleteHostGroup
                group={group}
                ask={previewDeleteHostGroupAction.bind(null, id)}
                remove={deleteHostGroupAction.bind(null, id)}
              />
            )
          }
        />
        <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_20rem]">
          <div className="flex min-w-0 flex-col gap-4">
            {mayEdit && (
              <AddHosts groupId={id} ask={previewAddHostsAction.bind(null, id)} add={addHostsAction.bind(null, id)} />
            )}
            {group.hosts === 0 ? (
              <EmptyState title={t('members.none')}>{mayEdit ? t('members.noneHint') : null}</EmptyState>
            ) : (
              <div>
                <ListFrame path={path} query={query} search={t('members.search')} found={hosts}>
                  <HostMembersTable
                    group={{ name: group.name }}
                    hosts={hosts.rows}
                    list={{ path, query, current: { sort, dir } }}
                    linked={may('host.edit')}
                    edit={
                      mayEdit
                        ? { ask: previewRemoveHostAction.bind(null, id), remove: removeHostAction.bind(null, id) }
                        : undefined
                    }
                  />
                </ListFrame>
              </div>
            )}
          </div>
          <div className="flex min-w-0 flex-col gap-4">
            <GroupCard
              group={group}
              count={[t('column.hosts'), group.hosts]}
              save={mayEdit ? updateHostGroupAction.bind(null, id) : undefined}
            />
            <NamingGrants groupId={id} {...naming} mayAdd={may('grant.edit')} />
          </div>
        </div>
      </Page>
    )
  })
}
