import { getTranslations } from 'next-intl/server'
import { getPlatform } from '@/app/_lib/platform'
import { tokenLives } from '@/app/_lib/token-life'
import { makePersonalToken, revoke } from '@/app/_lib/tokens'
import { NewToken } from '@/components/tokens/new-token'
import { LastUse, RevokeToken, Scopes, TokenState } from '@/components/tokens/token-parts'
import { Card, CardTitle } from '@/components/ui/surfaces'
import { Time } from '@/components/ui/values'
import { mayDo, scopesOfRole } from '@/core/access/decide'
import type { UserActor } from '@/core/actor'
import type { TokenSummary } from '@/core/identity/api-token-reads'

/** One's own API tokens: made, looked at, revoked. */
export async function Tokens({ actor, tokens }: { actor: UserActor; tokens: TokenSummary[] }) {
  const t = await getTranslations('tokens')
  return (
    <Card>
      <CardTitle
        lead={t('own.lead')}
        actions={
          mayDo(actor.role, 'token.make-own') && (
            <NewToken
              make={makePersonalToken}
              label={t('new')}
              roles={[{ value: actor.role.key, label: '', scopes: scopesOfRole(actor.role) }]}
              days={tokenLives(getPlatform().config)}
              look={{ size: 'sm' }}
            />
          )
        }
      >
        {t('title')}
      </CardTitle>
      {tokens.length === 0 ? (
        <p className="text-muted text-sm">{t('own.empty')}</p>
      ) : (
        <ul aria-label={t('title')} className="divide-y divide-line">
          {tokens.map((token) => (
            <Token key={token.id} token={token} />
          ))}
        </ul>
      )}
    </Card>
  )
}

async function Token({ token }: { token: TokenSummary }) {
  const t = await getTranslations('tokens')
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-2.5">
      <div className="min-w-0 flex-1 basis-64 text-sm">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <span className="min-w-0 break-words font-medium">{token.name}</span>
          <code className="font-mono text-muted text-xs">{token.prefix}…</code>
          <TokenState token={token} />
        </p>
        <p className="mt-1">
          <Scopes scopes={token.scopes} />
        </p>
        <p className="mt-1 flex flex-wrap gap-x-3 text-muted text-xs">
          <span>
            {t('column.expires')} <Time at={token.expiresAt} />
          </span>
          <span>
            {t('column.lastUsed')} <LastUse token={token} />
          </span>
        </p>
      </div>
      <RevokeToken token={token} revoke={revoke.bind(null, token.id)} />
    </li>
  )
}
