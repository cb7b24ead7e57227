import Link from 'next/link'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Badge, Card, CardTitle, Facts } from '@/components/ui/surfaces'
import { Time } from '@/components/ui/time'
import type { GrantDetail } from '@/core/access/grants'
import type { GrantReview } from '@/core/access/review'
import { ReviewList } from './review-list'
import { useGrantWords } from './words'

const link = 'hover:text-accent hover:underline'

/** How many names a card lists before it scrolls within. */
const list = 'flex max-h-72 flex-wrap gap-x-4 gap-y-1 overflow-y-auto text-sm'

/** Whom a grant means. */
export function WhoCard({ grant: { everyone, users, groups } }: { grant: GrantDetail }) {
  const t = useTranslations('grants')
  return (
    <Card>
      <CardTitle>{t('detail.who')}</CardTitle>
      {everyone ? (
        <p className="text-sm">{t('field.everyone')}</p>
      ) : users.length + groups.length === 0 ? (
        <p className="text-muted text-sm">{t('words.nobody')}</p>
      ) : (
        <ul className={list}>
          {groups.map(({ id, name }) => (
            <li key={id} className="min-w-0 break-words">
              <Link className={link} href={`/groups/${id}`} prefetch={false}>
                {name}
              </Link>{' '}
              <Badge>{t('picker.group')}</Badge>
            </li>
          ))}
          {users.map(({ id, name }) => (
            <li key={id} className="min-w-0 break-words">
              <Link className={link} href={`/users/${id}`} prefetch={false}>
                {name}
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}

/** What must hold besides. */
export function ConditionsCard({ grant }: { grant: GrantDetail }) {
  const t = useTranslations('grants')
  const words = useGrantWords()
  const { validFrom, validUntil, schedule, networks, requiresSecondFactor, requiresReason, credentials } = grant
  const facts: [string, ReactNode][] = []
  if (grant.approvals > 0) {
    const group = grant.approverGroup?.name ?? t('approval.administrators')
    facts.push([t('approval.title'), t('approval.needed', { count: grant.approvals, group })])
  }
  if (grant.breakGlass) facts.push([t('approval.breakGlass'), t('approval.breakGlassMay')])
  if (validFrom) facts.push([t('condition.from'), <Time key="from" at={validFrom} />])
  if (validUntil) facts.push([t('condition.until'), <Time key="until" at={validUntil} />])
  if (schedule) facts.push([t('condition.hours'), words.hours(schedule)])
  if (networks.length > 0) {
    facts.push([
      t('condition.networks'),
      <span key="networks" className="machine break-words">
        {networks.join(', ')}
      </span>,
    ])
  }
  if (requiresSecondFactor) facts.push([t('condition.secondFactor'), t('condition.secondFactorNeeded')])
  if (grant.proofMinutes !== null) facts.push([t('proof.title'), t('proof.needed', { minutes: grant.proofMinutes })])
  if (requiresReason) facts.push([t('condition.reason'), t('condition.reasonNeeded')])
  if (credentials !== 'any') facts.push([t('credential.title'), t(`credential.choice.${credentials}`)])
  return (
    <Card>
      <CardTitle>{t('condition.title')}</CardTitle>
      {facts.length > 0 ? <Facts facts={facts} /> : <p className="text-muted text-sm">{t('condition.none')}</p>}
    </Card>
  )
}

interface HistoryProps {
  grant: GrantDetail
  /** The latest answers about it. */
  reviews: readonly GrantReview[]
  /** Whether this person may look at the audit log. */
  events: boolean
}

/** When it was made, changed, used and reviewed, and where the rest of it is told. */
export function HistoryCard({ grant, reviews, events }: HistoryProps) {
  const t = useTranslations('grants')
  const common = useTranslations('common')
  return (
    <Card className="flex flex-col gap-4">
      <h2 className="sr-only">{t('detail.facts')}</h2>
      {grant.description && <p className="whitespace-pre-wrap break-words text-sm">{grant.description}</p>}
      <Facts
        facts={[
          [t('detail.used'), grant.lastUsedAt ? <Time key="used" at={grant.lastUsedAt} /> : common('never')],
          [
            t('detail.created'),
            <span key="created">
              <Time at={grant.createdAt} /> <span className="text-muted">{grant.createdBy}</span>
            </span>,
          ],
          [t('detail.updated'), <Time key="updated" at={grant.updatedAt} />],
          ...(reviews.length > 0
            ? [[t('detail.review'), <ReviewList key="reviews" reviews={reviews} />] satisfies [string, ReactNode]]
            : []),
        ]}
      />
      {events && (
        <p className="border-line border-t pt-3 text-sm">
          <Link
            className="text-accent underline-offset-2 hover:underline"
            href={`/audit?q=${encodeURIComponent(`grant ${grant.name}`)}`}
          >
            {t('detail.events')}
          </Link>
        </p>
      )}
    </Card>
  )
}
