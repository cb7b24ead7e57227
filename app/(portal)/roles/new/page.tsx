import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { getPlatform } from '@/app/_lib/platform'
import { currentActor } from '@/app/_lib/request'
import { getRoleName } from '@/app/_lib/roles'
import { queryOf, type SearchParams, show } from '@/app/_lib/show'
import { RoleForm } from '@/components/roles/role-form'
import { BackLink } from '@/components/shell/back-link'
import { Page } from '@/components/shell/page'
import { PageHeader } from '@/components/ui/surfaces'
import { requirePermitted } from '@/core/access/decide'
import { roleTemplates } from '@/core/identity/role-reads'
import { createRoleAction } from '../actions'
import { groupedPermissions, ownPermissions } from '../permissions'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('roles'))('new') }
}

/** Makes a role, perhaps from a copy of another (`?from=`). */
export default function NewRolePage(props: { searchParams: SearchParams }) {
  return show('/roles', async () => {
    const [actor, { from = '' }, t, roleName] = await Promise.all([
      currentActor(),
      queryOf(props.searchParams),
      getTranslations('roles'),
      getRoleName(),
    ])
    const platform = getPlatform()
    requirePermitted(actor, 'role.edit', platform.config.access)
    const roles = await roleTemplates(platform, actor)
    const own = ownPermissions(actor)
    const choices = roles.map((role) => ({
      key: role.key,
      label: roleName(role),
      permissions: role.permissions,
      secondFactor: role.secondFactor,
    }))
    const chosen = choices.find(({ key }) => key === from)
    return (
      <Page narrow>
        <PageHeader title={t('new')} above={<BackLink href="/roles">{t('title')}</BackLink>} />
        <RoleForm
          draft={{
            name: '',
            description: '',
            permissions: chosen?.permissions.filter((one) => own.includes(one)) ?? [],
            secondFactor: chosen?.secondFactor ?? false,
          }}
          groups={groupedPermissions}
          own={own}
          templates={{ choices, chosen: chosen?.key ?? '' }}
          save={createRoleAction}
          submit={t('create')}
          back="/roles"
        />
      </Page>
    )
  })
}
