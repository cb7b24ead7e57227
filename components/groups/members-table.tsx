import { useTranslations } from 'next-intl'
import { type Query, SortHeader } from '@/components/list/list'
import { useRoleName } from '@/components/roles/name'
import type { Outcome } from '@/components/ui/form'
import { Badge } from '@/components/ui/surfaces'
import { Table, Td, Th } from '@/components/ui/table'
import type { GroupMemberSummary } from '@/core/identity/group-reads'
import { RemoveMember } from './remove-member'

interface MembersTableProps {
  group: { name: string }
  members: readonly GroupMemberSummary[]
  list: { path: string; query: Query; current: { sort: string; dir: 'asc' | 'desc' } }
  /** Takes someone out; left out for those who may not. */
  remove?: (userId: string) => Promise<Outcome<null>>
}

/** Who is in a group, and whether the identity provider says so. */
export function MembersTable({ group, members, list, remove }: MembersTableProps) {
  const t = useTranslations('groups.members')
  const roleName = useRoleName()
  const common = useTranslations('common')
  return (
    <Table label={t('title')}>
      <thead>
        <tr>
          <SortHeader {...list} sort="name">
            {t('name')}
          </SortHeader>
          <SortHeader {...list} sort="role" className="max-sm:hidden">
            {t('role')}
          </SortHeader>
          {remove && (
            <Th>
              <span className="sr-only">{common('actions')}</span>
            </Th>
          )}
        </tr>
      </thead>
      <tbody>
        {members.map((member) => (
          <tr key={member.id} className="h-10">
            <Td className="w-full max-w-0">
              <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
                <span className="min-w-0 break-words font-medium">{member.name}</span>
                {member.disabled && <Badge tone="danger">{t('disabled')}</Badge>}
                {member.source === 'oidc' && (
                  <Badge tone="accent" title={t('fromProviderHint')}>
                    {t('fromProvider')}
                  </Badge>
                )}
              </span>
            </Td>
            <Td className="whitespace-nowrap max-sm:hidden">{roleName(member.role)}</Td>
            {remove && (
              <Td className="text-right">
                {member.source === 'local' && <RemoveMember group={group.name} member={member} remove={remove} />}
              </Td>
            )}
          </tr>
        ))}
      </tbody>
    </Table>
  )
}
