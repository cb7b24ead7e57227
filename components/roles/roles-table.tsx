import { useFormatter, useTranslations } from 'next-intl'
import { ColumnTable, type ListPlace } from '@/components/list/column-table'
import { RowKeys } from '@/components/list/row-keys'
import { RowName } from '@/components/list/row-name'
import { Badge } from '@/components/ui/surfaces'
import { Time } from '@/components/ui/time'

/** A role as the table shows it, in the reader's words. */
export interface RoleRow {
  id: string
  name: string
  description: string
  builtIn: boolean
  secondFactor: boolean
  permissions: number
  people: number
  tokens: number
  updatedAt: Date | null
}

/** The roles, with how much each permits and how many have it. */
export function RolesTable({ roles, list }: { roles: readonly RoleRow[]; list: ListPlace }) {
  const t = useTranslations('roles')
  const format = useFormatter()
  return (
    <>
      <RowKeys />
      <ColumnTable
        label={t('title')}
        list={list}
        rows={roles}
        columns={[
          {
            title: t('column.name'),
            sort: 'name',
            className: 'w-full min-w-36 max-w-0',
            cell: ({ id, name, description, builtIn, secondFactor }) => (
              <RowName href={`${list.path}/${id}`} name={name} description={description}>
                {builtIn && <Badge>{t('builtIn')}</Badge>}
                {secondFactor && <Badge tone="accent">{t('demandsFactor')}</Badge>}
              </RowName>
            ),
          },
          {
            title: t('column.permissions'),
            sort: 'permissions',
            hidden: 'max-sm:hidden',
            className: 'tabular',
            cell: ({ permissions }) => format.number(permissions),
          },
          {
            title: t('column.holders'),
            sort: 'holders',
            className: 'whitespace-nowrap',
            cell: (role) => <Holders role={role} />,
          },
          {
            title: t('column.updated'),
            sort: 'updatedAt',
            hidden: 'max-md:hidden',
            className: 'text-muted',
            cell: ({ updatedAt }) => updatedAt && <Time at={updatedAt} relative />,
          },
        ]}
      />
    </>
  )
}

function Holders({ role: { people, tokens } }: { role: RoleRow }) {
  const t = useTranslations('roles')
  return (
    <>
      {t('people', { count: people })}
      {tokens > 0 && <span className="block text-muted text-xs">{t('tokens', { count: tokens })}</span>}
    </>
  )
}
