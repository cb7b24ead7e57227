import type { Metadata } from 'next'
import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { getPlatform } from '@/app/_lib/platform'
import { currentActor } from '@/app/_lib/request'
import { getRoleName } from '@/app/_lib/roles'
import { queryOf, type SearchParams, show, showPart } from '@/app/_lib/show'
import { PermissionList } from '@/components/roles/permission-list'
import { BackLink } from '@/components/shell/back-link'
import { Page } from '@/components/shell/page'
import { LinkButton } from '@/components/ui/button'
import { Card, CardTitle, PageHeader } from '@/components/ui/surfaces'
import { UserFacts } from '@/components/users/user-facts'
import { decide } from '@/core/access/decide'
import type { Action } from '@/core/access/roles'
import { getUser } from '@/core/identity/user-detail'
import { groupedPermissions } from '../../roles/permissions'
import { setEmail } from '../actions'
import { UserReachSection } from './user-reach'

interface Props {
  params: Promise<{ id: string }>
  searchParams: SearchParams
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('users'))('title') }
}

/** A user: who they are, and what they can reach and why. */
export default function UserPage({ params, searchParams }: Props) {
  return show('/users', async () => {
    const [{ id }, query, actor, t, users, roleName] = await Promise.all([
      params,
      queryOf(searchParams),
      currentActor(),
      getTranslations('grants'),
      getTranslations('users'),
      getRoleName(),
    ])
    const platform = getPlatform()
    const may = (action: Action) => decide(actor, action, platform.config.access).allowed
    const user = await getUser(platform, actor, id)
    const above = may('user.list') ? (
      <BackLink href="/users">{users('title')}</BackLink>
    ) : (
      <BackLink href="/grants">{t('title')}</BackLink>
    )
    return (
      <Page>
        <title>{`${user.name} · Gatehouse`}</title>
        <PageHeader
          title={user.name}
          above={above}
          actions={
            may('user.edit') && (
              <LinkButton href={`/users?q=${encodeURIComponent(user.name)}`}>{users('manage')}</LinkButton>
            )
          }
        />
        <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_20rem]">
          <div className="flex min-w-0 flex-col gap-4">
            {may('grant.list') && (await showPart(() => UserReachSection({ actor, user, query })))}
            <Card>
              <CardTitle
                lead={
                  may('role.list') ? (
                    <Link className="hover:text-accent hover:underline" href={`/roles/${user.role.key}`}>
                      {roleName(user.role)}
                    </Link>
                  ) : (
                    roleName(user.role)
                  )
                }
              >
                {users('permits')}
              </CardTitle>
              <PermissionList groups={groupedPermissions} held={user.role.permissions} short />
            </Card>
          </div>
          <UserFacts
            user={user}
            sessions={may('session.view-all')}
            events={may('audit.view')}
            {...(may('user.edit') ? { changeMail: setEmail.bind(null, id) } : {})}
          />
        </div>
      </Page>
    )
  })
}
