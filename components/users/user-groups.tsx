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
    <ul className="flex max-w-56 flex-wrap gap-x-2 gap-y-0.5">
      {groups.map(({ id, name }) => (
        <li key={id} className="min-w-0 max-w-full truncate">
          <Link href={`/groups/${id}`} prefetch={false} className="hover:text-accent hover:underline">
            {name}
          </Link>
        </li>
      ))}
      {count > groups.length && <li className="text-muted">{t('moreGroups', { count: count - groups.length })}</li>}
    </ul>
  )
}
