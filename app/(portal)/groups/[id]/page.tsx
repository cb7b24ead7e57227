import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { getPlatform } from '@/app/_lib/platform'
import { currentActor } from '@/app/_lib/request'
import { queryOf, type SearchParams, show } from '@/app/_lib/show'
import { AddMembers } from '@/components/groups/add-members'
import { DeleteGroup } from '@/components/groups/delete-group'
import { GroupCard } from '@/components/groups/group-card'
import { MembersTable } from '@/components/groups/members-table'
import { ListFrame } from '@/components/list/list-page'
import { BackLink } from '@/components/shell/back-link'
import { Page } from '@/components/shell/page'
import { EmptyState, PageHeader } from '@/components/ui/surfaces'
import { decide } from '@/core/access/decide'
import { getGroup, listGroupMembers, memberListQuery } from '@/core/identity/groups'
import { parseInput } from '@/core/list'
import { addMemberAction, deleteGroupAction, removeMemberAction, updateGroupAction } from '../actions'

interface Props {
  params: Promise<{ id: string }>
  searchParams: SearchParams
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('groups'))('title') }
}

/** A group and who is in it: to change for whoever may, to read for the others. */
export default function GroupPage({ params, searchParams }: Props) {
  return show('/groups', async () => {
    const [{ id }, query, actor, t] = await Promise.all([
      params,
      queryOf(searchParams),
      currentActor(),
      getTranslations('groups'),
    ])
    const platform = getPlatform()
    const [group, members] = await Promise.all([
      getGroup(platform, actor, id),
      listGroupMembers(platform, actor, id, query),
    ])
    const mayEdit = decide(actor, 'group.edit', platform.config.access).allowed
    const path = `/groups/${id}`
    const { sort, dir } = parseInput(memberListQuery, query)
    return (
      <Page>
        <title>{`${group.name} · Gatehouse`}</title>
        <PageHeader
          title={group.name}
          lead={group.description}
          above={<BackLink href="/groups">{t('title')}</BackLink>}
          actions={
            mayEdit && (
              <>
                <DeleteGroup group={group} remove={deleteGroupAction.bind(null, id)} />
                <AddMembers groupId={id} add={addMemberAction.bind(null, id)} />
              </>
            )
          }
        />
        <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_20rem]">
          <div className="min-w-0">
            {group.members === 0 ? (
              <EmptyState title={t('members.none')}>{mayEdit ? t('members.noneHint') : null}</EmptyState>
            ) : (
              <ListFrame path={path} query={query} search={t('members.search')} found={members}>
                <MembersTable
                  group={group}
                  members={members.rows}
                  list={{ path, query, current: { sort, dir } }}
                  remove={mayEdit ? removeMemberAction.bind(null, id) : undefined}
                />
              </ListFrame>
            )}
          </div>
          <GroupCard
            group={group}
            count={[t('column.members'), group.members]}
            save={mayEdit ? updateGroupAction.bind(null, id) : undefined}
          />
        </div>
      </Page>
    )
  })
}
