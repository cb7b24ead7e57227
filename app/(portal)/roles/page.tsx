import { Plus } from 'lucide-react'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { getPlatform } from '@/app/_lib/platform'
import { currentActor } from '@/app/_lib/request'
import { builtInWords } from '@/app/_lib/roles'
import { queryOf, type SearchParams, show } from '@/app/_lib/show'
import { ListFrame } from '@/components/list/list-page'
import { RolesTable } from '@/components/roles/roles-table'
import { Page } from '@/components/shell/page'
import { LinkButton } from '@/components/ui/button'
import { PageHeader } from '@/components/ui/surfaces'
import { decide } from '@/core/access/decide'
import { roleListQuery } from '@/core/identity/role-input'
import { listRoles } from '@/core/identity/role-reads'
import { parseInput } from '@/core/list'

const path = '/roles'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('roles'))('title') }
}

/** Every role: the built-in ones to compare with, and those that were made here. */
export default function RolesPage(props: { searchParams: SearchParams }) {
  return show(path, async () => {
    const [actor, query, t, words] = await Promise.all([
      currentActor(),
      queryOf(props.searchParams),
      getTranslations('roles'),
      builtInWords(),
    ])
    const platform = getPlatform()
    const found = await listRoles(platform, actor, query, words)
    const { sort, dir } = parseInput(roleListQuery, query)
    const shown = found.rows.map(({ role, description, people, tokens, updatedAt }) => {
      const named = role.name === null ? words[role.key] : { name: role.name, description }
      const { key, permissions, secondFactor } = role
      const size = { permissions: permissions.length, people, tokens }
      return { id: key, ...named, builtIn: role.name === null, secondFactor, ...size, updatedAt }
    })
    return (
      <Page>
        <PageHeader
          title={t('title')}
          lead={t('lead')}
          actions={
            decide(actor, 'role.edit', platform.config.access).allowed && (
              <LinkButton href="/roles/new" variant="primary" data-shortcut="n">
                <Plus aria-hidden />
                {t('new')}
              </LinkButton>
            )
          }
        />
        <ListFrame path={path} query={query} search={t('search')} found={found}>
          <RolesTable roles={shown} list={{ path, query, current: { sort, dir } }} />
        </ListFrame>
      </Page>
    )
  })
}
