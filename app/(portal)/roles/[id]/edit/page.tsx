import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { getPlatform } from '@/app/_lib/platform'
import { currentActor } from '@/app/_lib/request'
import { show } from '@/app/_lib/show'
import { RoleForm } from '@/components/roles/role-form'
import { BackLink } from '@/components/shell/back-link'
import { Page } from '@/components/shell/page'
import { PageHeader } from '@/components/ui/surfaces'
import { roleToEdit } from '@/core/identity/role-reads'
import { updateRoleAction } from '../../actions'
import { groupedPermissions, ownPermissions } from '../../permissions'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('roles'))('edit') }
}

export default function EditRolePage({ params }: { params: Promise<{ id: string }> }) {
  return show('/roles', async () => {
    const [{ id }, actor, t] = await Promise.all([params, currentActor(), getTranslations('roles')])
    const { name, description, permissions, secondFactor, updatedAt } = await roleToEdit(getPlatform(), actor, id)
    return (
      <Page narrow>
        <PageHeader
          title={t('edit')}
          lead={t('changeHint')}
          above={<BackLink href={`/roles/${id}`}>{name}</BackLink>}
        />
        <RoleForm
          draft={{ name, description, permissions, secondFactor }}
          groups={groupedPermissions}
          own={ownPermissions(actor)}
          basedOn={updatedAt.toISOString()}
          save={updateRoleAction.bind(null, id)}
          submit={t('save')}
          back={`/roles/${id}`}
        />
      </Page>
    )
  })
}
