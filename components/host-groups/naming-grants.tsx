import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { LinkButton } from '@/components/ui/button'
import { Card, CardTitle } from '@/components/ui/surfaces'

interface NamingGrantsProps {
  groupId: string
  grants: readonly { id: string; name: string }[]
  total: number
  /** Whether this person may add a grant. */
  mayAdd: boolean
}

/** Which grants name a group of hosts. */
export function NamingGrants({ groupId, grants, total, mayAdd }: NamingGrantsProps) {
  const t = useTranslations('hostGroups.grants')
  return (
    <Card className="flex flex-col">
      <CardTitle
        actions={
          mayAdd && (
            <LinkButton size="sm" href={`/grants/new?hostGroup=${groupId}`}>
              {t('add')}
            </LinkButton>
          )
        }
      >
        {t('title')}
      </CardTitle>
      {total === 0 ? (
        <p className="text-muted text-sm">{t('none')}</p>
      ) : (
        <ul className="flex max-h-72 flex-col gap-1 overflow-y-auto text-sm">
          {grants.map(({ id, name }) => (
            <li key={id} className="min-w-0 break-words">
              <Link className="hover:text-accent hover:underline" href={`/grants/${id}`} prefetch={false}>
                {name}
              </Link>
            </li>
          ))}
        </ul>
      )}
      {total > grants.length && (
        <Link
          className="mt-2 text-accent text-sm underline-offset-2 hover:underline"
          href={`/grants?hostGroup=${groupId}`}
        >
          {t('all', { count: total })}
        </Link>
      )}
    </Card>
  )
}
