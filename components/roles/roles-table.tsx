import Link from 'next/link'
import { useFormatter, useTranslations } from 'next-intl'
import { type Query, SortHeader } from '@/components/list/list'
import { RowKeys } from '@/components/list/row-keys'
import { Badge } from '@/components/ui/surfaces'
import { Table, Td } from '@/components/ui/table'
import { Time } from '@/components/ui/time'
import { visible } from '@/components/ui/visible'

/** A role as the table shows it, in the reader's words. */
export interface RoleRow {
  key: string
  name: string
  description: string
  builtIn: boolean
  secondFactor: boolean
  permissions: number
  people: number
  tokens: number
  updatedAt: Date | null
}

interface RolesTableProps {
  roles: readonly RoleRow[]
  query: Query
  current: { sort: string; dir: 'asc' | 'desc' }
}

/** The roles, with how much each permits and how many have it. */
export function RolesTable({ roles, query, current }: RolesTableProps) {
  const t = useTranslations('roles')
  const format = useFormatter()
  const head = { path: '/roles', query, current }
  return (
    <>
      <RowKeys />
      <Table label={t('title')}>
        <thead>
          <tr>
            <SortHeader {...head} sort="name">
              {t('column.name')}
            </SortHeader>
            <SortHeader {...head} sort="permissions" className="max-sm:hidden">
              {t('column.permissions')}
            </SortHeader>
            <SortHeader {...head} sort="holders">
              {t('column.holders')}
            </SortHeader>
            <SortHeader {...head} sort="updatedAt" className="max-md:hidden">
              {t('column.updated')}
            </SortHeader>
          </tr>
        </thead>
        <tbody>
          {roles.map((role) => (
            <tr key={role.key}>
              <Td className="w-full min-w-36 max-w-0">
                <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
                  <Link
                    href={`/roles/${role.key}`}
                    prefetch={false}
                    data-row=""
                    className="min-w-0 break-words font-medium hover:text-accent hover:underline"
                  >
                    {role.name}
                  </Link>
                  {role.builtIn && <Badge>{t('builtIn')}</Badge>}
                  {role.secondFactor && <Badge tone="accent">{t('demandsFactor')}</Badge>}
                </span>
                {role.description && (
                  <p className="truncate text-muted text-xs">{visible(role.description.replace(/\s+/g, ' '))}</p>
                )}
              </Td>
              <Td className="tabular max-sm:hidden">{format.number(role.permissions)}</Td>
              <Td className="whitespace-nowrap">
                {t('people', { count: role.people })}
                {role.tokens > 0 && (
                  <span className="block text-muted text-xs">{t('tokens', { count: role.tokens })}</span>
                )}
              </Td>
              <Td className="text-muted max-md:hidden">{role.updatedAt && <Time at={role.updatedAt} relative />}</Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </>
  )
}
