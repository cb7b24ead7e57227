import { SquareTerminal } from 'lucide-react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'

interface ConnectLinksProps {
  host: string
  accounts: readonly { id: string; login: string }[]
  /** How many to show; the rest is on the host's page. */
  limit?: number
}

/** One click to a shell: a link for each account. */
export function ConnectLinks({ host, accounts, limit = 3 }: ConnectLinksProps) {
  const t = useTranslations('hosts')
  if (accounts.length === 0) return <span className="text-muted">{t('noAccounts')}</span>
  return (
    <span className="flex flex-wrap gap-1">
      {accounts.slice(0, limit).map(({ id, login }) => (
        <Link
          key={id}
          href={`/terminal/${id}`}
          prefetch={false}
          data-connect=""
          aria-label={t('connectTo', { login, host })}
          className="inline-flex h-6 max-w-48 items-center gap-1.5 rounded border border-line bg-raised px-2 text-ink transition-colors hover:border-accent hover:bg-accent-soft hover:text-accent"
        >
          <SquareTerminal aria-hidden className="size-3.5 shrink-0 text-accent" />
          <span className="machine truncate">{login}</span>
        </Link>
      ))}
      {accounts.length > limit && (
        <span className="self-center text-muted text-xs">{t('more', { count: accounts.length - limit })}</span>
      )}
    </span>
  )
}
