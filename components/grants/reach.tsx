import Link from 'next/link'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { useRoleName } from '@/components/roles/name'
import { Badge } from '@/components/ui/surfaces'
import { Table, Td, Th } from '@/components/ui/table'
import { Time } from '@/components/ui/time'
import type { HostReach, PersonReach, Reach, ReachByGrant } from '@/core/access/explain'
import type { OpenCondition } from '@/core/access/reach'
import { useGrantWords } from './words'

const link = 'font-medium hover:text-accent hover:underline'

/** Who can reach a host: each person with as whom, until when, and by which grants. */
export function PeopleReach({ rows }: { rows: readonly PersonReach[] }) {
  const t = useTranslations('grants.reach')
  const roleName = useRoleName()
  return (
    <ReachTable label={t('hostTitle')} first={t('person')}>
      {rows.map(({ user, ...reach }) => (
        <ReachLine key={user.id} reach={reach}>
          <Link className={link} href={`/users/${user.id}`} prefetch={false}>
            {user.name}
          </Link>
          <span className="block text-muted text-xs">{roleName(user.role)}</span>
        </ReachLine>
      ))}
    </ReachTable>
  )
}

interface HostsReachProps {
  rows: readonly HostReach[]
  label: string
  /** Whether this person may open a host's page. */
  linked: boolean
}

/** What a person can reach: each host with as whom, until when, and by which grants. */
export function HostsReach({ rows, label, linked }: HostsReachProps) {
  const t = useTranslations('grants.reach')
  return (
    <ReachTable label={label} first={t('host')}>
      {rows.map(({ host, ...reach }) => (
        <ReachLine key={host.id} reach={reach}>
          {linked ? (
            <Link className={link} href={`/hosts/${host.id}`} prefetch={false}>
              {host.name}
            </Link>
          ) : (
            <span className="font-medium">{host.name}</span>
          )}
          <span className="machine block break-all text-muted">{host.address}</span>
        </ReachLine>
      ))}
    </ReachTable>
  )
}

function ReachTable({ label, first, children }: { label: string; first: string; children: ReactNode }) {
  const t = useTranslations('grants.reach')
  return (
    <Table label={label} narrow="fold" className="[&_td]:align-top">
      <thead>
        <tr>
          <Th>{first}</Th>
          <Th>{t('as')}</Th>
          <Th>{t('until')}</Th>
          <Th>{t('why')}</Th>
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </Table>
  )
}

function ReachLine({ reach, children }: { reach: Reach; children: ReactNode }) {
  const t = useTranslations('grants')
  const open = reach.by.filter(({ failed }) => failed.length === 0)
  return (
    <tr>
      <Td className="max-w-56 break-words max-md:w-full">{children}</Td>
      <Td className="max-w-56 break-words">
        {reach.reachable ? (
          <Logins by={open} />
        ) : (
          <Badge tone="warn">{t(`reach.refusal.${reach.refusal ?? 'condition'}`)}</Badge>
        )}
      </Td>
      <Td>
        {reach.reachable &&
          (reach.until === null ? (
            <span className="whitespace-nowrap text-muted">{t('words.noEnd')}</span>
          ) : (
            <Time at={new Date(reach.until)} />
          ))}
      </Td>
      <Td className="min-w-64 max-md:w-full">
        <ul className="flex flex-col gap-1">
          {reach.by.map((by) => (
            <li key={by.grant.id} className="break-words">
              <Why by={by} />
            </li>
          ))}
        </ul>
      </Td>
    </tr>
  )
}

/** As whom: the host's own accounts, and any login where a grant names none. */
function Logins({ by }: { by: readonly ReachByGrant[] }) {
  const t = useTranslations('grants')
  const any = by.some(({ logins }) => logins.length === 0)
  const accounts = [...new Set(by.flatMap((one) => one.accounts))].sort()
  const patterns = [...new Set(by.flatMap((one) => one.logins))]
  if (any && accounts.length === 0) return t('words.anyLogin')
  if (accounts.length > 0) return <span className="machine">{accounts.join(', ')}</span>
  return (
    <>
      <span className="machine">{patterns.join(', ')}</span>{' '}
      <span className="text-muted text-xs">{t('reach.noAccount')}</span>
    </>
  )
}

/** A grant, why it means this person, and what stands in the way or will be asked. */
function Why({ by }: { by: ReachByGrant }) {
  const t = useTranslations('grants.reach')
  const words = useGrantWords()
  const said: Record<OpenCondition, () => string> = {
    hours: () => t('open.hours', { hours: by.schedule ? words.hours(by.schedule) : '' }),
    networks: () => t('open.networks', { networks: by.networks.join(', ') }),
    'second-factor': () => t('open.second-factor'),
    reason: () => t('open.reason'),
    credential: () => t('open.credential', { which: by.credentials }),
    proof: () => t('open.proof', { minutes: Math.round((by.proofMs ?? 0) / 60_000) }),
  }
  const via = [
    ...(by.via.everyone ? [t('via.everyone')] : []),
    ...(by.via.user ? [t('via.user')] : []),
    ...by.via.groups.map(({ name }) => t('via.group', { name })),
  ]
  return (
    <>
      <Link className="hover:text-accent hover:underline" href={`/grants/${by.grant.id}`} prefetch={false}>
        {by.grant.name}
      </Link>
      <span className="text-muted"> · {via.join(', ')}</span>
      {by.failed.map((condition) => (
        <span key={condition} className="text-warn">
          {' · '}
          {t(`failed.${condition}`)}
          {condition === 'not-yet' && by.validFrom !== null && (
            <>
              {' ('}
              <Time at={new Date(by.validFrom)} />
              {')'}
            </>
          )}
        </span>
      ))}
      {by.unexamined.map((condition) => (
        <span key={condition} className="text-muted">
          {' · '}
          {said[condition]()}
        </span>
      ))}
      {!by.capabilities.includes('shell') && <span className="text-warn"> · {t('noShell')}</span>}
    </>
  )
}
