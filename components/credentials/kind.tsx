import { KeyRound, RectangleEllipsis, Sparkles } from 'lucide-react'
import { useTranslations } from 'next-intl'

export type NewKind = 'password' | 'private-key' | 'generated-key'

const icons = { password: RectangleEllipsis, 'private-key': KeyRound, 'generated-key': Sparkles }

/** A kind of credential, as an icon and a word. */
export function Kind({ kind, detail }: { kind: NewKind; detail?: string | null }) {
  const t = useTranslations('credentials.kind')
  const Icon = icons[kind]
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap">
      <Icon aria-hidden className="size-3.5 shrink-0 text-muted" />
      {t(kind)}
      {detail && <span className="machine text-muted">{detail.replace(/^ssh-/, '')}</span>}
    </span>
  )
}
