import { useTranslations } from 'next-intl'
import { Time } from '@/components/ui/time'
import type { GrantRow } from './grants-table'
import { GrantStateBadge } from './state-badge'
import { useGrantWords } from './words'

/** A grant in one line, with its state and its end. */
export function GrantSentence({ grant }: { grant: GrantRow }) {
  const t = useTranslations('grants')
  const words = useGrantWords()
  return (
    <span className="flex flex-wrap items-baseline gap-x-2 gap-y-1">
      <GrantStateBadge state={grant.state} />
      {!grant.unreadable && <span>{words.sentence(grant)}</span>}
      <span>
        {t('column.until')}: {grant.validUntil ? <Time at={grant.validUntil} /> : t('words.noEnd')}
      </span>
    </span>
  )
}
