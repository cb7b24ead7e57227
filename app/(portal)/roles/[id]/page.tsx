import { Copy, Pencil } from 'lucide-react'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { getPlatform } from '@/app/_lib/platform'
import { currentActor } from '@/app/_lib/request'
import { builtInWords } from '@/app/_lib/roles'
import { queryOf, type SearchParams, show } from '@/app/_lib/show'
import { FilterBar } from '@/components/list/filters'
import { NothingFound, Pager } from '@/components/list/list'
import { DeleteRole } from '@/components/roles/delete-role'
import { Holders } from '@/components/roles/holders'
import { PermissionList } from '@/components/roles/permission-list'
import { BackLink } from '@/components/shell/back-link'
import { Page } from '@/components/shell/page'
import { LinkButton } from '@/components/ui/button'
import { Badge, Card, CardTitle, EmptyState, PageHeader } from '@/components/ui/surfaces'
import { decide } from '@/core/access/decide'
import { type Action, actions } from '@/core/access/roles'
import { holderListQuery } from '@/core/identity/role-input'
import { getRole, listHolders } from '@/core/identity/role-reads'
import { parseInput } from '@/core/list'
import { deleteRoleAction } from '../actions'
import { groupedPermissions } from '../permissions'

interface Props {
  params: Promise<{ id: string }>
  searchParams: SearchParams
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('roles'))('title') }
}

/** A role: what it permits, and who has it. */
export default function RolePage({ params, searchParams }: Props) {
  return show('/roles', async () => {
    const [{ id }, query, actor, t, words] = await Promise.all([
      params,
      queryOf(searchParams),
      currentActor(),
      getTranslations('roles'),
      builtInWords(),
    ])
    const platform = getPlatform()
    const { role, description, people, tokens, editable } = await getRole(platform, actor, id)
    const holders = await listHolders(platform, actor, id, query)
    const may = (action: Action) => decide(actor, action, platform.config.access).allowed
    const named = role.name === null ? words[role.key] : { name: role.name, description }
    const { sort, dir } = parseInput(holderListQuery, query)
    const path = `/roles/${id}`
    const mayEdit = may('role.edit')
    const held = people + tokens > 0
    return (
      <Page>
        <title>{`${named.name} · Gatehouse`}</title>
        <PageHeader
          title={named.name}
          lead={named.description}
          above={<BackLink href="/roles">{t('title')}</BackLink>}
          actions={
            mayEdit && (
              <>
                {editable && !held && <DeleteRole name={named.name} remove={deleteRoleAction.bind(null, id)} />}
                <LinkButton href={`/roles/new?from=${id}`} prefetch={false}>
                  <Copy aria-hidden />
                  {t('copy')}
                </LinkButton>
                {editable && (
                  <LinkButton href={`${path}/edit`} variant="primary" prefetch={false} data-shortcut="e">
                    <Pencil aria-hidden />
                    {t('edit')}
                  </LinkButton>
                )}
              </>
            )
          }
        />
        <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_26rem]">
          <Card>
            <CardTitle
              lead={role.name === null ? t('builtInHint') : mayEdit && !editable ? t('beyond') : undefined}
              actions={
                <>
                  {role.name === null && <Badge>{t('builtIn')}</Badge>}
                  {role.secondFactor && <Badge tone="accent">{t('demandsFactor')}</Badge>}
                  <Badge>{t('permitsCount', { count: role.permissions.length, all: actions.length })}</Badge>
                </>
              }
            >
              {t('permits')}
            </CardTitle>
            <PermissionList groups={groupedPermissions} held={role.permissions} />
          </Card>
          <section className="min-w-0">
            <CardTitle
              lead={[t('people', { count: people }), ...(tokens > 0 ? [t('tokens', { count: tokens })] : [])].join(
                ' · ',
              )}
            >
              {t('holders.title')}
            </CardTitle>
            {people === 0 ? (
              <EmptyState title={t('holders.none')}>{t('holders.noneHint')}</EmptyState>
            ) : (
              <>
                <FilterBar path={path} query={query} search={t('holders.search')} />
                {holders.rows.length === 0 ? (
                  <NothingFound path={path} />
                ) : (
                  <Holders
                    holders={holders.rows}
                    list={{ path, query, current: { sort, dir } }}
                    linked={may('user.list') || may('grant.list')}
                  />
                )}
                <Pager path={path} query={query} {...holders} />
                {mayEdit && editable && <p className="mt-2 text-muted text-xs">{t('cantDelete')}</p>}
              </>
            )}
          </section>
        </div>
      </Page>
    )
  })
}
