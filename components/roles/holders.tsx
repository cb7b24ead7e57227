import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { type Query, SortHeader } from '@/components/list/list'
import { Badge } from '@/components/ui/surfaces'
import { Table, Td } from '@/components/ui/table'
import { Time } from '@/components/ui/time'
import type { RoleHolder } from '@/core/identity/role-reads'

interface HoldersProps {
  holders: readonly RoleHolder[]
  list: { path: string; query: Query; current: { sort: string; dir: 'asc' | 'desc' } }
  /** Whether the reader may open people's pages. */
  linked: boolean
}

/** Who has a role. */
export function Holders({ holders, list, linked }: HoldersProps) {
  const t = useTranslations('roles.holders')
  const common = useTranslations('common')
  return (
    <Table label={t('title')}>
      <thead>
        <tr>
          <SortHeader {...list} sort="name">
            {t('name')}
          </SortHeader>
          <SortHeader {...list} sort="lastSignInAt">
            {t('lastSignIn')}
          </SortHeader>
        </tr>
      </thead>
      <tbody>
        {holders.map(({ id, name, disabled, lastSignInAt }) => (
          <tr key={id}>
            <Td className="w-full min-w-36 max-w-0 break-words">
              {linked ? (
                <Link href={`/users/${id}`} prefetch={false} className="font-medium hover:text-accent hover:underline">
                  {name}
                </Link>
              ) : (
                name
              )}
              {disabled && (
                <Badge tone="danger" className="ml-2">
                  {t('disabled')}
                </Badge>
              )}
            </Td>
            <Td className="whitespace-nowrap text-muted">
              {lastSignInAt ? <Time at={lastSignInAt} relative /> : common('never')}
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}
