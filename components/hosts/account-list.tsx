import { KeyRound, LockKeyhole, MessageCircleQuestionMark, RectangleEllipsis, SquareTerminal } from 'lucide-react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { OwnChoice } from '@/components/credentials/own-choice'
import { LinkButton } from '@/components/ui/button'
import type { Outcome } from '@/components/ui/outcome'
import { Card, CardTitle } from '@/components/ui/surfaces'
import type { AccountSummary, HostSummary } from '@/core/inventory/hosts'
import type { OwnCredentialChoice } from '@/core/vault/own-credential-reads'

interface AccountListProps {
  host: HostSummary
  mayEdit: boolean
  /** Whether this person may open a credential's page. */
  showCredentials: boolean
  /** What this person may choose from their own, and has chosen, by account; undefined: they keep none here. */
  own?: {
    credentials: readonly OwnCredentialChoice[]
    chosen: Readonly<Record<string, string>>
    choose: (accountId: string, credentialId: string | null) => Promise<Outcome<null>>
  }
}

/** The accounts of a host: as whom, proved by what, and the way in. */
export function AccountList({ host, mayEdit, showCredentials, own }: AccountListProps) {
  const t = useTranslations('hosts')
  return (
    <Card>
      <CardTitle lead={t('account.lead')}>{t('account.title')}</CardTitle>
      {host.accounts.length === 0 ? (
        <p className="text-muted text-sm">
          {t('noAccounts')}.{' '}
          {mayEdit && (
            <Link href={`/hosts/${host.id}/edit`} className="text-accent underline underline-offset-2">
              {t('account.add')}
            </Link>
          )}
        </p>
      ) : (
        <ul className="divide-y divide-line border-line border-t">
          {host.accounts.map((account) => (
            <li key={account.id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 py-2 last:pb-0">
              <div className="grid min-w-0 flex-1 items-center gap-x-4 gap-y-0.5 sm:grid-cols-[minmax(7rem,14rem)_1fr]">
                <span className="machine break-all font-medium">{account.login}</span>
                <span className="flex min-w-0 flex-wrap items-center gap-x-3">
                  <Proof account={account} linked={showCredentials} />
                  <Own name={own?.credentials.find(({ id }) => id === own.chosen[account.id])?.name} />
                </span>
              </div>
              {!account.granted && <span className="text-warn text-xs">{t('account.notGranted')}</span>}
              {own && (
                <OwnChoice
                  login={account.login}
                  shared={account.credential?.name ?? null}
                  credentials={own.credentials}
                  chosen={own.chosen[account.id]}
                  choose={own.choose.bind(null, account.id)}
                />
              )}
              <LinkButton size="sm" href={`/terminal/${account.id}`} prefetch={false}>
                <SquareTerminal aria-hidden className="text-accent" />
                {t('connect')}
                <span className="sr-only">{account.login}</span>
              </LinkButton>
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}

/** That one connects with one's own in its place. */
function Own({ name }: { name: string | undefined }) {
  const t = useTranslations('ownCredentials.choice')
  if (name === undefined) return null
  return (
    <span className="inline-flex min-w-0 items-center gap-1.5 text-sm">
      <LockKeyhole aria-hidden className="size-3.5 shrink-0 text-accent" />
      <span className="truncate">{t('uses', { name })}</span>
    </span>
  )
}

function Proof({ account: { credential }, linked }: { account: AccountSummary; linked: boolean }) {
  const t = useTranslations('hosts.account')
  const Icon = !credential ? MessageCircleQuestionMark : credential.kind === 'password' ? RectangleEllipsis : KeyRound
  return (
    <span className="inline-flex min-w-0 items-center gap-1.5 text-muted text-sm">
      <Icon aria-hidden className="size-3.5 shrink-0" />
      {!credential ? (
        t('ask')
      ) : linked ? (
        <Link href={`/credentials/${credential.id}`} className="truncate hover:text-ink hover:underline">
          {credential.name}
        </Link>
      ) : (
        <span className="truncate">{credential.name}</span>
      )}
    </span>
  )
}
