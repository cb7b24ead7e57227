import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { Badge, Card, CardTitle, Facts } from '@/components/ui/surfaces'
import type { TagMatches } from '@/core/access/grant-choices'
import type { GrantDetail } from '@/core/access/grants'

const link = 'hover:text-accent hover:underline'

interface WhereProps {
  grant: GrantDetail
  /** What its tags mean now; undefined without an expression. */
  matches: TagMatches | undefined
  /** Whether this person may open a host's page. */
  linked: boolean
}

/** The hosts it opens, and as whom. */
export function WhereCard({ grant, matches, linked }: WhereProps) {
  const t = useTranslations('grants')
  const { allHosts, hosts, hostGroups, tagExpression, logins, capabilities } = grant
  const nowhere = hosts.length + hostGroups.length === 0 && tagExpression === null
  return (
    <Card className="flex flex-col gap-4">
      <CardTitle>{t('detail.where')}</CardTitle>
      {allHosts && <p className="-mt-3 text-sm">{t('field.allHosts')}</p>}
      {!allHosts && tagExpression !== null && (
        <div className="-mt-3 text-sm">
          <code className="machine break-words rounded bg-sunken px-1.5 py-0.5">{tagExpression}</code>
          {matches && (
            <p className="mt-1 text-muted">
              {t('tags.match', { count: matches.count })}
              <HostNames hosts={matches.hosts} more={matches.count - matches.hosts.length} linked={linked} />
            </p>
          )}
        </div>
      )}
      {!allHosts && hostGroups.length > 0 && (
        <ul className="flex max-h-72 flex-wrap gap-x-4 gap-y-1 overflow-y-auto text-sm">
          {hostGroups.map(({ id, name }) => (
            <li key={id} className="min-w-0 break-words">
              <Link className={link} href={`/host-groups/${id}`} prefetch={false}>
                {name}
              </Link>{' '}
              <Badge>{t('picker.hostGroup')}</Badge>
            </li>
          ))}
        </ul>
      )}
      {!allHosts && hosts.length > 0 && (
        <ul className="flex max-h-72 flex-wrap gap-x-4 gap-y-1 overflow-y-auto text-sm">
          {hosts.map(({ id, name }) => (
            <li key={id} className="min-w-0 break-words">
              {linked ? (
                <Link className={link} href={`/hosts/${id}`} prefetch={false}>
                  {name}
                </Link>
              ) : (
                name
              )}
            </li>
          ))}
        </ul>
      )}
      {!allHosts && nowhere && <p className="-mt-3 text-muted text-sm">{t('words.noHosts')}</p>}
      <div className="border-line border-t pt-3">
        <Facts
          facts={[
            [
              t('detail.logins'),
              logins.length === 0 ? (
                t('words.anyLogin')
              ) : (
                <span key="logins" className="machine">
                  {logins.join(', ')}
                </span>
              ),
            ],
            [
              t('capability.title'),
              <span key="may" className="flex flex-wrap gap-x-3 gap-y-1">
                {capabilities.map((name) => (
                  <span key={name} className={name === 'shell' ? undefined : 'text-muted'}>
                    {t(`capability.${name}`)}
                    {name !== 'shell' && ` (${t('capability.unused')})`}
                  </span>
                ))}
              </span>,
            ],
          ]}
        />
      </div>
    </Card>
  )
}

function HostNames({ hosts, more, linked }: { hosts: TagMatches['hosts']; more: number; linked: boolean }) {
  const t = useTranslations('grants.tags')
  return (
    <>
      {hosts.map(({ id, name }, index) => (
        <span key={id}>
          {index > 0 && ', '}
          {linked ? (
            <Link className={link} href={`/hosts/${id}`} prefetch={false}>
              {name}
            </Link>
          ) : (
            name
          )}
        </span>
      ))}
      {more > 0 && ` ${t('and', { count: more })}`}
    </>
  )
}
