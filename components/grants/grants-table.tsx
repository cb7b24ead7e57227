import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { type Query, SortHeader } from '@/components/list/list'
import { RowKeys } from '@/components/list/row-keys'
import { Table, Td, Th } from '@/components/ui/table'
import { Time } from '@/components/ui/time'
import type { GrantState } from '@/core/access/grant-state'
import type { GrantSummary } from '@/core/access/grants'
import { GrantStateBadge } from './state-badge'
import { useGrantWords } from './words'

export type GrantRow = GrantSummary & { state: GrantState | 'unreadable' }

interface GrantsTableProps {
  grants: readonly GrantRow[]
  query: Query
  current: { sort: string; dir: 'asc' | 'desc' }
}

/** The grants, each in words: who reaches what, as whom, until when. */
export function GrantsTable({ grants, query, current }: GrantsTableProps) {
  const t = useTranslations('grants')
  const head = { path: '/grants', query, current }
  return (
    <>
      <RowKeys />
      <Table label={t('title')} narrow="fold" className="[&_td]:align-top">
        <thead>
          <tr>
            <SortHeader {...head} sort="name">
              {t('column.name')}
            </SortHeader>
            <Th>{t('column.who')}</Th>
            <Th>{t('column.where')}</Th>
            <Th>{t('column.logins')}</Th>
            <SortHeader {...head} sort="validUntil">
              {t('column.until')}
            </SortHeader>
            <Th>{t('column.state')}</Th>
            <SortHeader {...head} sort="lastUsedAt">
              {t('column.used')}
            </SortHeader>
          </tr>
        </thead>
        <tbody>
          {grants.map((grant) => (
            <GrantLine key={grant.id} grant={grant} />
          ))}
        </tbody>
      </Table>
    </>
  )
}

function GrantLine({ grant }: { grant: GrantRow }) {
  const t = useTranslations('grants')
  const common = useTranslations('common')
  const words = useGrantWords()
  const { schedule, networks, requiresSecondFactor, requiresReason, proofMinutes, credentials } = grant
  const demands = requiresSecondFactor || requiresReason || proofMinutes !== null || credentials !== 'any'
  const conditional = schedule !== null || networks.length > 0 || demands
  return (
    <tr>
      <Td className="max-md:w-full md:min-w-40">
        <Link
          href={`/grants/${grant.id}`}
          prefetch={false}
          data-row=""
          className="inline-block break-words font-medium hover:text-accent hover:underline md:max-w-64"
        >
          {grant.name}
        </Link>
      </Td>
      <Td className="max-w-72 break-words">{words.who(grant)}</Td>
      <Td className="max-w-80 break-words">
        <span aria-hidden className="md:hidden">
          →{' '}
        </span>
        {words.where(grant)}
      </Td>
      <Td className="max-w-48 break-words">
        {grant.logins.length === 0 ? (
          <span className="whitespace-nowrap">{t('words.anyLogin')}</span>
        ) : (
          <span className="machine">{words.logins(grant.logins)}</span>
        )}
      </Td>
      <Td>
        {grant.validUntil ? <Time at={grant.validUntil} /> : <span className="text-muted">{t('words.noEnd')}</span>}
      </Td>
      <Td>
        <span className="inline-flex flex-wrap items-baseline gap-x-1.5">
          <GrantStateBadge state={grant.state} />
          {conditional && <span className="text-muted text-xs">{t('words.conditional')}</span>}
        </span>
      </Td>
      <Td className="text-muted">
        <span className="md:sr-only">{t('column.used')}: </span>
        {grant.lastUsedAt ? <Time at={grant.lastUsedAt} relative /> : common('never')}
      </Td>
    </tr>
  )
}
