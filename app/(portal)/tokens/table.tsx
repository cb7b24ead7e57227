import { getTranslations } from 'next-intl/server'
import { getRoleName } from '@/app/_lib/roles'
import { revoke } from '@/app/_lib/tokens'
import { type Query, SortHeader } from '@/components/list/list'
import { LastUse, RevokeToken, Scopes, TokenState } from '@/components/tokens/token-parts'
import { Badge } from '@/components/ui/surfaces'
import { Table } from '@/components/ui/table'
import { Time } from '@/components/ui/values'
import { type TokenSummary, tokenListQuery } from '@/core/identity/api-token-reads'
import { parseInput } from '@/core/list'

/** Everyone's tokens, one a row. */
export async function TokenTable({ tokens, query }: { tokens: TokenSummary[]; query: Query }) {
  const [t, common] = await Promise.all([getTranslations('tokens'), getTranslations('common')])
  const sorting = { path: '/tokens', query, current: parseInput(tokenListQuery, query) }
  return (
    <Table label={t('title')} narrow="fold">
      <thead>
        <tr>
          <SortHeader {...sorting} sort="name">
            {t('column.name')}
          </SortHeader>
          <th scope="col">{t('column.owner')}</th>
          <th scope="col">{t('column.scopes')}</th>
          <SortHeader {...sorting} sort="expiresAt">
            {t('column.expires')}
          </SortHeader>
          <SortHeader {...sorting} sort="lastUsedAt">
            {t('column.lastUsed')}
          </SortHeader>
          <SortHeader {...sorting} sort="createdAt">
            {t('column.created')}
          </SortHeader>
          <th scope="col">{common('actions')}</th>
        </tr>
      </thead>
      <tbody>
        {tokens.map((token) => (
          <Row key={token.id} token={token} />
        ))}
      </tbody>
    </Table>
  )
}

async function Row({ token }: { token: TokenSummary }) {
  const [t, roleName] = await Promise.all([getTranslations('tokens'), getRoleName()])
  return (
    <tr>
      <td className="max-w-64">
        <span className="break-words font-medium">{token.name}</span>{' '}
        {token.kind === 'service' && <Badge tone="accent">{t('kind.service')}</Badge>}{' '}
        <code className="whitespace-nowrap font-mono text-muted text-xs">{token.prefix}…</code>
      </td>
      <td className="max-w-48">
        <span className="break-words">{token.ownerName}</span>{' '}
        <span className="text-muted text-xs">{t('actsAs', { role: roleName(token.role) })}</span>
      </td>
      <td>
        <Scopes scopes={token.scopes} />
      </td>
      <td>
        <span className="inline-flex flex-wrap items-center gap-1">
          <Time at={token.expiresAt} /> <TokenState token={token} />
        </span>
      </td>
      <td>
        <LastUse token={token} />
      </td>
      <td>
        <Time at={token.createdAt} />
      </td>
      <td>{token.state !== 'revoked' && <RevokeToken token={token} revoke={revoke.bind(null, token.id)} />}</td>
    </tr>
  )
}
