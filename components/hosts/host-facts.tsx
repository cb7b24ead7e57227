import Link from 'next/link'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Card, Facts } from '@/components/ui/surfaces'
import { Time } from '@/components/ui/time'
import type { HostDetail } from '@/core/inventory/hosts'
import { Tags } from './tags'

interface HostFactsProps {
  host: HostDetail
  /** The groups that it is in; undefined for those who may not see them. */
  groups?: readonly { id: string; name: string }[]
  /** Whether this person may look at sessions, and at the audit log. */
  sessions: boolean
  events: boolean
}

/** What else is known of a host, and where its history is. */
export function HostFacts({ host, groups, sessions, events }: HostFactsProps) {
  const t = useTranslations('hosts')
  const common = useTranslations('common')
  const link = 'text-accent hover:underline underline-offset-2'
  return (
    <Card className="flex flex-col gap-4">
      <h2 className="sr-only">{t('details')}</h2>
      <Facts
        facts={[
          [
            t('field.tags'),
            host.tags.length > 0 ? <Tags key="tags" tags={host.tags} /> : <Nothing key="none" text={common('none')} />,
          ],
          ...(groups
            ? [
                [
                  t('groups'),
                  groups.length > 0 ? (
                    <GroupLinks key="groups" groups={groups} />
                  ) : (
                    <Nothing key="groups" text={common('none')} />
                  ),
                ] satisfies [string, ReactNode],
              ]
            : []),
          [t('field.encoding'), t(`encoding.${host.encoding}`)],
          [t('added'), <Time key="added" at={host.createdAt} />],
          [t('column.updated'), <Time key="changed" at={host.updatedAt} />],
        ]}
      />
      {host.notes && (
        <div className="border-line border-t pt-3">
          <h3 className="mb-1 text-muted text-sm">{t('field.notes')}</h3>
          <p className="whitespace-pre-wrap break-words text-sm">{host.notes}</p>
        </div>
      )}
      {(sessions || events) && (
        <p className="flex flex-wrap gap-x-4 gap-y-1 border-line border-t pt-3 text-sm">
          {sessions && (
            <Link className={link} href={`/sessions?host=${host.id}`}>
              {t('sessions')}
            </Link>
          )}
          {events && (
            <Link className={link} href={`/audit?host=${host.id}`}>
              {t('events')}
            </Link>
          )}
        </p>
      )}
    </Card>
  )
}

function GroupLinks({ groups }: { groups: readonly { id: string; name: string }[] }) {
  return (
    <span className="flex flex-wrap gap-x-3 gap-y-1">
      {groups.map(({ id, name }) => (
        <Link key={id} className="break-words hover:text-accent hover:underline" href={`/host-groups/${id}`}>
          {name}
        </Link>
      ))}
    </span>
  )
}

function Nothing({ text }: { text: string }) {
  return <span className="text-muted">{text}</span>
}
