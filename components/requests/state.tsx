import { useTranslations } from 'next-intl'
import { Badge, type Tone } from '@/components/ui/surfaces'
import type { RequestSummary } from '@/core/requests/request-reads'

type Facts = Pick<RequestSummary, 'state' | 'over' | 'emergency' | 'reviewState' | 'validUntil'>

const tones = {
  pending: 'accent',
  open: 'ok',
  ended: 'neutral',
  refused: 'danger',
  withdrawn: 'neutral',
  expired: 'neutral',
  revoked: 'neutral',
} as const satisfies Record<string, Tone>

/** How a request stands now, in words: what was approved is open or has ended. */
export function RequestState({ request }: { request: Facts }) {
  const t = useTranslations('requests')
  const { state, over, emergency, reviewState, validUntil } = request
  const shown = state === 'approved' ? (over ? 'ended' : 'open') : state === 'pending' && over ? 'expired' : state
  return (
    <span className="inline-flex flex-wrap gap-1">
      <Badge tone={tones[shown]}>{t(`state.${shown}`)}</Badge>
      {emergency && <Badge tone="danger">{t('emergency')}</Badge>}
      {reviewState === 'owed' && <Badge tone="warn">{t('owed')}</Badge>}
      {reviewState === 'signed' && <Badge tone="ok">{t('signed')}</Badge>}
      {reviewState === 'none' && validUntil && shown !== 'open' && <Badge>{t('unreviewed')}</Badge>}
    </span>
  )
}

/** Whole hours as hours, everything else as minutes. */
export function useDuration(): (ms: number) => string {
  const t = useTranslations('requests')
  return (ms) => {
    const minutes = Math.round(ms / 60_000)
    return minutes % 60 === 0 ? t('hours', { hours: minutes / 60 }) : t('duration', { minutes })
  }
}
