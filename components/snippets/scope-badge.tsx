import { useTranslations } from 'next-intl'
import { Badge } from '@/components/ui/surfaces'
import type { SnippetScope } from '@/core/snippets/snippet-input'

/** Whose a snippet is. */
export function ScopeBadge({ scope }: { scope: SnippetScope }) {
  const t = useTranslations('snippets.scope')
  return <Badge tone={scope === 'shared' ? 'accent' : 'neutral'}>{t(scope)}</Badge>
}
