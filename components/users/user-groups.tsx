import Link from 'next/link'
import { useTranslations } from 'next-intl'

interface UserGroupsProps {
  /** The first of them. */
  groups: { id: string; name: string }[]
  /** How many there are. */
  count: number
}

/** Someone's groups, as links to them. */
export function UserGroups({ groups, count }: UserGroupsProps) {
  const t = useTranslations('users')
  if (count === 0) return null
  return (
    <ul aria-label={t('groups')} className="flex flex-wrap gap-x-2 text-muted text-xs">
      {groups.map(({ id, name }) => (
        <li key={id} className="min-w-0 max-w-full truncate">
          <Link href={`/groups/${id}`} prefetch={false} className="hover:text-accent hover:underline">
            {name}
          </Link>
        </li>
      ))}
      {count > groups.length && <li>{t('moreGroups', { count: count - groups.length })}</li>}
    </ul>
  )
}
