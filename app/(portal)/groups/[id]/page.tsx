import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { getPlatform } from '@/app/_lib/platform'
import { currentActor } from '@/app/_lib/request'
import { queryOf, type SearchParams, show } from '@/app/_lib/show'
import { AddMembers } from '@/components/groups/add-members'
import { DeleteGroup } from '@/components/groups/delete-group'
import { EditGroup } from '@/components/groups/edit-group'
import { MembersTable } from '@/components/groups/members-table'
import { FilterBar } from '@/components/list/filters'
import { NothingFound, Pager } from '@/components/list/list'
import { BackLink } from '@/components/shell/back-link'
import { Page } from '@/components/shell/page'
import { Card, CardTitle, EmptyState, Facts, PageHeader } from '@/components/ui/surfaces'
import { Time } from '@/components/ui/time'
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
              <>
                <FilterBar path={path} query={query} search={t('members.search')} />
                {members.rows.length === 0 ? (
                  <NothingFound path={path} />
                ) : (
                  <>
                    <MembersTable
                      group={group}
                      members={members.rows}
                      list={{ path, query, current: { sort, dir } }}
                      remove={mayEdit ? removeMemberAction.bind(null, id) : undefined}
                    />
                    <Pager path={path} query={query} {...members} />
                  </>
                )}
              </>
            )}
          </div>
          <Card className="flex flex-col gap-4">
            {mayEdit && (
              <div>
                <CardTitle>{t('edit')}</CardTitle>
                <EditGroup key={group.updatedAt.getTime()} group={group} save={updateGroupAction.bind(null, id)} />
              </div>
            )}
            <Facts
              facts={[
                [t('column.members'), group.members],
                [t('added'), <Time key="added" at={group.createdAt} />],
                [t('column.updated'), <Time key="changed" at={group.updatedAt} />],
              ]}
            />
          </Card>
        </div>
      </Page>
    )
  })
}
