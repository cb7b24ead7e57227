import { useTranslations } from 'next-intl'
import { Time } from '@/components/ui/time'
import type { GrantReview } from '@/core/access/review'

/** Who answered what about a grant, and when. */
export function ReviewList({ reviews }: { reviews: readonly GrantReview[] }) {
  const t = useTranslations('grants.reviewing')
  return (
    <ul className="flex flex-col gap-1.5 text-sm">
      {reviews.map(({ id, answer, by, grantName, comment, at }) => (
        <li key={id} className="break-words">
          {t(`said.${answer}`, { by, grant: grantName })}{' '}
          <span className="text-muted">
            <Time at={at} />
          </span>
          {comment && <span className="block text-muted">{comment}</span>}
        </li>
      ))}
    </ul>
  )
}
