import { useTranslations } from 'next-intl'
import { Badge, type Tone } from '@/components/ui/surfaces'
import type { GrantState } from '@/core/access/grant-state'

const tones = {
  active: 'ok',
  scheduled: 'accent',
  expired: 'neutral',
  disabled: 'warn',
  unreadable: 'danger',
} as const satisfies Record<GrantState | 'unreadable', Tone>

/** Whether a grant holds now. */
export function GrantStateBadge({ state }: { state: GrantState | 'unreadable' }) {
  const t = useTranslations('grants.state')
  return <Badge tone={tones[state]}>{t(state)}</Badge>
}
