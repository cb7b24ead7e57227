import { useTranslations } from 'next-intl'
import { ActionButton } from '@/components/ui/action-button'
import type { Outcome } from '@/components/ui/form'
import { Badge } from '@/components/ui/surfaces'
import { Time } from '@/components/ui/values'
import type { TokenSummary } from '@/core/identity/api-token-reads'
import { scopeKey } from './scope-fields'

/** A token that ends within so many ms is pointed out. */
const soonMs = 7 * 86_400_000

/** What a token may read, with the words for it on hover. */
export function Scopes({ scopes }: { scopes: TokenSummary['scopes'] }) {
  const t = useTranslations('tokens')
  return (
    <span className="inline-flex flex-wrap gap-1">
      {scopes.map((scope) => (
        <Badge key={scope} className="font-mono" title={t(`scope.${scopeKey(scope)}`)}>
          {scope}
        </Badge>
      ))}
    </span>
  )
}

/** Whether a token opens anything, where that is not plain, and how long it will. */
export function TokenState({ token }: { token: TokenSummary }) {
  const t = useTranslations('tokens')
  if (token.state === 'suspended') {
    return (
      <Badge tone="warn" title={t('suspendedHint')}>
        {t('state.suspended')}
      </Badge>
    )
  }
  if (token.state !== 'active') return <Badge tone="danger">{t(`state.${token.state}`)}</Badge>
  return token.expiresAt.getTime() - Date.now() < soonMs ? <Badge tone="warn">{t('soon')}</Badge> : null
}

/** When a token was used last, and from where. */
export function LastUse({ token }: { token: TokenSummary }) {
  const t = useTranslations('tokens')
  const common = useTranslations('common')
  if (!token.lastUsedAt) return common('never')
  return (
    <>
      <Time at={token.lastUsedAt} />{' '}
      <span className="text-muted text-xs">{t('usedFrom', { address: token.lastUsedAddress ?? '' })}</span>
    </>
  )
}

/** Ends a token, after a question that names it. */
export function RevokeToken({ token, revoke }: { token: TokenSummary; revoke: () => Promise<Outcome<null>> }) {
  const t = useTranslations('tokens.revoke')
  const { name, prefix } = token
  return (
    <ActionButton
      size="sm"
      variant="quietDanger"
      action={revoke}
      done={t('done')}
      ask={{ title: t('title', { name }), description: t('text', { prefix }), confirm: t('button') }}
    >
      {t('button')}
    </ActionButton>
  )
}
