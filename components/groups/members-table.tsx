import { useTranslations } from 'next-intl'
import { ColumnTable, type ListPlace } from '@/components/list/column-table'
import { useRoleName } from '@/components/roles/name'
import type { Outcome } from '@/components/ui/form'
import { Badge } from '@/components/ui/surfaces'
import type { GroupMemberSummary } from '@/core/identity/group-reads'
import { RemoveMember } from './remove-member'

interface MembersTableProps {
  group: { name: string }
  members: readonly GroupMemberSummary[]
  list: ListPlace
  /** Takes someone out; left out for those who may not. */
  remove?: (userId: string) => Promise<Outcome<null>>
}

/** Who is in a group, and whether the identity provider says so. */
export function MembersTable({ group, members, list, remove }: MembersTableProps) {
  const t = useTranslations('groups.members')
  const roleName = useRoleName()
  const common = useTranslations('common')
  const removing = remove && {
    title: common('actions'),
    silent: true,
    className: 'text-right',
    cell: (member: GroupMemberSummary) =>
      member.source === 'local' && <RemoveMember group={group.name} member={member} remove={remove} />,
  }
  return (
    <ColumnTable
      label={t('title')}
      list={list}
      rows={members}
      columns={[
        {
          title: t('name'),
          sort: 'name',
          className: 'w-full max-w-0',
          cell: (member) => <MemberName member={member} />,
        },
        {
          title: t('role'),
          sort: 'role',
          hidden: 'max-sm:hidden',
          className: 'whitespace-nowrap',
          cell: (member) => roleName(member.role),
        },
        ...(removing ? [removing] : []),
      ]}
    />
  )
}

function MemberName({ member }: { member: GroupMemberSummary }) {
  const t = useTranslations('groups.members')
  return (
    <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
      <span className="min-w-0 break-words font-medium">{member.name}</span>
      {member.disabled && <Badge tone="danger">{t('disabled')}</Badge>}
      {member.source === 'oidc' && (
        <Badge tone="accent" title={t('fromProviderHint')}>
          {t('fromProvider')}
        </Badge>
      )}
    </span>
  )
}
