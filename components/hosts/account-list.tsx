import { KeyRound, MessageCircleQuestionMark, RectangleEllipsis, SquareTerminal } from 'lucide-react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { LinkButton } from '@/components/ui/button'
import { Card, CardTitle } from '@/components/ui/surfaces'
import type { AccountSummary, HostSummary } from '@/core/inventory/hosts'

interface AccountListProps {
  host: HostSummary
  mayEdit: boolean
  /** Whether this person may open a credential's page. */
  showCredentials: boolean
}

/** The accounts of a host: as whom, proved by what, and the way in. */
export function AccountList({ host, mayEdit, showCredentials }: AccountListProps) {
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
                <Proof account={account} linked={showCredentials} />
              </div>
              {!account.granted && <span className="text-warn text-xs">{t('account.notGranted')}</span>}
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
