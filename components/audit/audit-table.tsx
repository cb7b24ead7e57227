import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { type Query, SortHeader } from '@/components/list/list'
import { Badge } from '@/components/ui/surfaces'
import { Table } from '@/components/ui/table'
import { Time } from '@/components/ui/values'
import type { AuditRow } from '@/core/audit/search'
import { AuditDetails } from './audit-details'

interface Props {
  rows: AuditRow[]
  sorting: { path: string; query: Query; current: { sort: string; dir: 'asc' | 'desc' } }
  linkHosts: boolean
}

/** The audit log, an event a row; what changed unfolds within it. */
export function AuditTable({ rows, sorting, linkHosts }: Props) {
  const t = useTranslations('audit')
  return (
    <Table label={t('title')} narrow="fold" className="[&_td]:align-top">
      <thead>
        <tr>
          <SortHeader {...sorting} sort="at">
            {t('column.at')}
          </SortHeader>
          <SortHeader {...sorting} sort="actorName">
            {t('column.actor')}
          </SortHeader>
          <SortHeader {...sorting} sort="action">
            {t('column.action')}
          </SortHeader>
          <th scope="col">{t('column.target')}</th>
          <SortHeader {...sorting} sort="outcome">
            {t('column.outcome')}
          </SortHeader>
          <th scope="col">{t('column.from')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <td>
              <Time at={row.at} />
            </td>
            <td className="max-w-48 break-words">
              {row.actorName}
              <ActingToken detail={row.detail} />
            </td>
            <td className="min-w-64">
              <Action action={row.action} />
              <AuditDetails row={row} />
            </td>
            <td className="min-w-40 max-w-72 break-words">
              <Target row={row} linkHosts={linkHosts} />
            </td>
            <td>
              <Outcome outcome={row.outcome} />
            </td>
            <td className="whitespace-nowrap font-mono text-muted text-xs">
              {row.clientAddress ?? (row.actorKind === 'console' ? t('console') : '')}
            </td>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}

function Action({ action }: { action: string }) {
  const t = useTranslations('audit')
  const key = `action.${action.replaceAll('.', '-')}`
  return <span className="font-medium">{t.has(key) ? t(key) : action}</span>
}

/** An API token acts in someone's name: which one. */
function ActingToken({ detail }: { detail: AuditRow['detail'] }) {
  const t = useTranslations('audit')
  if (typeof detail.token !== 'string') return null
  return <span className="block text-muted text-xs">{t('withToken', { name: detail.token })}</span>
}

const tones = { success: 'neutral', failure: 'warn', denied: 'danger' } as const

function Outcome({ outcome }: { outcome: string }) {
  const t = useTranslations('audit')
  if (outcome !== 'success' && outcome !== 'failure' && outcome !== 'denied') return outcome
  return <Badge tone={tones[outcome]}>{t(`outcome.${outcome}`)}</Badge>
}

/** What it happened to; on a host unless that is the target itself. */
function Target({ row, linkHosts }: { row: AuditRow; linkHosts: boolean }) {
  const t = useTranslations('audit')
  const link = 'underline underline-offset-4'
  const isHost = row.targetKind === 'host' || row.targetName === null
  const host =
    row.hostId && linkHosts ? (
      <Link className={link} href={`/hosts/${row.hostId}`}>
        {row.hostName ?? row.targetName}
      </Link>
    ) : (
      (row.hostName ?? (isHost ? row.targetName : null))
    )
  return (
    <>
      {isHost ? host : row.targetName}
      {!isHost && host && !row.targetName?.endsWith(row.hostName ?? '') && (
        <span className="text-muted"> · {host}</span>
      )}
      {row.sessionId && (
        <>
          {' '}
          <Link className={`${link} text-muted`} href={`/sessions/${row.sessionId}`}>
            {t('session')}
          </Link>
        </>
      )}
    </>
  )
}
