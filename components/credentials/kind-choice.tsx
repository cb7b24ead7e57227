import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { Kind, type NewKind } from './kind'

const kinds = ['private-key', 'generated-key', 'password'] as const satisfies readonly NewKind[]

/** The kind that an address asks for; a pasted key where it asks for none. */
export function kindOf(wanted: string | undefined): NewKind {
  return kinds.find((known) => known === wanted) ?? 'private-key'
}

/** Which kind of credential is added: each is a link to the form for it. */
export function KindChoice({ base, kind }: { base: string; kind: NewKind }) {
  const t = useTranslations('credentials')
  return (
    <nav aria-label={t('kinds')} className="mb-4 grid gap-2 sm:grid-cols-3">
      {kinds.map((one) => (
        <Link
          key={one}
          href={`${base}/new?kind=${one}`}
          replace
          aria-current={one === kind ? 'true' : undefined}
          className="rounded-lg border border-line bg-raised px-3 py-2.5 transition-colors hover:border-line-strong aria-[current]:border-accent aria-[current]:bg-accent-soft"
        >
          <span className="block font-medium text-sm">
            <Kind kind={one} />
          </span>
          <span className="mt-0.5 block text-muted text-xs">{t(`about.${one}`)}</span>
        </Link>
      ))}
    </nav>
  )
}
