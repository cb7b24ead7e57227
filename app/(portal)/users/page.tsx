import type { Metadata } from 'next'
import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { getPlatform } from '@/app/_lib/platform'
import { currentActor } from '@/app/_lib/request'
import { getRoleName, type NamedChoice, namedChoices } from '@/app/_lib/roles'
import { queryOf, show } from '@/app/_lib/show'
import { FilterBar } from '@/components/list/filters'
import { NothingFound, Pager, type Query, SortHeader } from '@/components/list/list'
import { Page } from '@/components/shell/page'
import { LinkButton } from '@/components/ui/button'
import { Badge, PageHeader } from '@/components/ui/surfaces'
import { Table } from '@/components/ui/table'
import { Time } from '@/components/ui/values'
import { UserActions } from '@/components/users/user-actions'
import { UserGroups } from '@/components/users/user-groups'
import { decide } from '@/core/access/decide'
import { listUsers, type UserSummary, userListQuery } from '@/core/identity/user-reads'
import { parseInput } from '@/core/list'
import { remove, renewLink, resetSecondFactor, sendLink, setDisabled, setRole } from './actions'

const path = '/users'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('users')
  return { title: t('title') }
}

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export default async function UsersPage({ searchParams }: Props) {
  const query = await queryOf(searchParams)
  return show(path, async () => {
    const [platform, actor, t] = [getPlatform(), await currentActor(), await getTranslations('users')]
    const found = await listUsers(platform, actor, query)
    const roles = await namedChoices()
    const mayEdit = decide(actor, 'user.edit', platform.config.access).allowed
    return (
      <Page>
        <PageHeader
          title={t('title')}
          lead={t('lead')}
          actions={
            <>
              {decide(actor, 'role.list', platform.config.access).allowed && (
                <LinkButton href="/roles">{(await getTranslations('roles'))('title')}</LinkButton>
              )}
              {mayEdit && platform.config.passwordSignIn && (
                <LinkButton variant="primary" href="/users/new">
                  {t('new')}
                </LinkButton>
              )}
            </>
          }
        />
        <FilterBar
          path={path}
          query={query}
          search={t('search')}
          selects={[
            {
              name: 'role',
              label: t('allRoles'),
              choices: roles,
            },
          ]}
        />
        {found.rows.length > 0 ? (
          <UserTable
            rows={found.rows}
            roles={roles}
            query={query}
            mayEdit={mayEdit}
            self={actor.id}
            byPassword={platform.config.passwordSignIn}
            mail={platform.config.smtp !== undefined}
          />
        ) : (
          <NothingFound path={path} />
        )}
        <Pager path={path} query={query} page={found.page} pageSize={found.pageSize} total={found.total} />
      </Page>
    )
  })
}

interface TableProps {
  rows: UserSummary[]
  roles: NamedChoice[]
  query: Query
  mayEdit: boolean
  /** Who looks at it. */
  self: string
  /** Whether people may sign in by a password. */
  byPassword: boolean
  /** Whether mail can be sent. */
  mail: boolean
}

async function UserTable({ rows, roles, query, mayEdit, self, byPassword, mail }: TableProps) {
  const [t, common, roleName] = await Promise.all([getTranslations('users'), getTranslations('common'), getRoleName()])
  const sorting = { path, query, current: parseInput(userListQuery, query) }
  return (
    <Table label={t('title')} narrow="fold">
      <thead>
        <tr>
          <SortHeader {...sorting} sort="name">
            {t('column.name')}
          </SortHeader>
          <SortHeader {...sorting} sort="role">
            {t('column.role')}
          </SortHeader>
          <th scope="col">{t('column.state')}</th>
          <SortHeader {...sorting} sort="lastSignInAt">
            {t('column.lastSignIn')}
          </SortHeader>
          <SortHeader {...sorting} sort="createdAt">
            {t('column.created')}
          </SortHeader>
          {mayEdit && <th scope="col">{common('actions')}</th>}
        </tr>
      </thead>
      <tbody>
        {rows.map((user) => (
          <tr key={user.id}>
            <td className="min-w-32 max-w-64 break-words">
              <Link
                href={`/users/${user.id}`}
                prefetch={false}
                className="font-medium hover:text-accent hover:underline"
              >
                {user.name}
              </Link>
              <UserGroups groups={user.groups} count={user.groupCount} />
            </td>
            <td className="max-w-48 break-words">{roleName(user.role)}</td>
            <td>
              <span className="inline-flex flex-wrap gap-1">
                <State user={user} />
                {user.byProvider && <Badge>{t('byProvider')}</Badge>}
                {user.secondFactor && <Badge tone="accent">{t('factor.has')}</Badge>}
              </span>
            </td>
            <td>{user.lastSignInAt ? <Time at={user.lastSignInAt} /> : common('never')}</td>
            <td>
              <Time at={user.createdAt} />
            </td>
            {mayEdit && !user.within && <td className="text-muted text-xs">{t('beyond')}</td>}
            {mayEdit && user.within && (
              <td>
                <UserActions
                  user={{
                    id: user.id,
                    name: user.name,
                    role: user.role.key,
                    disabled: user.disabled,
                    mayHaveLink: byPassword && !user.byProvider,
                    // One's own is turned off on the profile page, with a code.
                    mayResetFactor: user.secondFactor && user.id !== self,
                    email: mail ? user.email : null,
                  }}
                  roles={roles.filter(({ givable }) => givable)}
                  actions={{ setRole, setDisabled, renewLink, sendLink, resetSecondFactor, remove }}
                />
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </Table>
  )
}

async function State({ user }: { user: UserSummary }) {
  const t = await getTranslations('users')
  if (user.disabled) return <Badge tone="danger">{t('state.disabled')}</Badge>
  return user.active ? <Badge tone="ok">{t('state.active')}</Badge> : <Badge tone="warn">{t('state.invited')}</Badge>
}
