import { useTranslations } from 'next-intl'
import { Facts } from '@/components/ui/surfaces'
import { visible } from '@/components/ui/visible'
import type { AuditRow } from '@/core/audit/search'

/** Everything that is known of an event, unfolded on demand: what was before and after side by side, and its hash. */
export function AuditDetails({ row }: { row: AuditRow }) {
  const t = useTranslations('audit')
  const { before, after, ...rest } = row.detail
  return (
    <details className="mt-0.5 text-xs">
      <summary
        aria-label={t('detailOf', { seq: row.seq })}
        className="w-fit cursor-pointer select-none text-muted hover:text-ink"
      >
        {t('detail')}
      </summary>
      <div className="mt-2 mb-1 flex flex-col gap-3">
        {(before !== undefined || after !== undefined) && (
          <div className="grid gap-2 sm:grid-cols-2">
            {before !== undefined && <Side title={t('before')} value={before} />}
            {after !== undefined && <Side title={t('after')} value={after} />}
          </div>
        )}
        <Facts
          facts={[
            ...Object.entries(rest).map(([name, value]): [string, string] => [name, readable(value)]),
            [t('seq'), String(row.seq)],
            [
              t('hash'),
              <code key="hash" className="break-all font-mono">
                {row.hash}
              </code>,
            ],
          ]}
        />
      </div>
    </details>
  )
}

function Side({ title, value }: { title: string; value: unknown }) {
  return (
    <div className="min-w-0">
      <p className="font-medium text-muted">{title}</p>
      <pre className="mt-1 whitespace-pre-wrap break-words rounded bg-sunken p-2 font-mono">{readable(value)}</pre>
    </div>
  )
}

/** A name and a value a line; what lies deeper as JSON. */
function readable(value: unknown): string {
  if (typeof value === 'string') return visible(value)
  if (typeof value !== 'object' || value === null) return String(value)
  if (Array.isArray(value)) return value.map((one) => (typeof one === 'string' ? visible(one) : json(one))).join(', ')
  return Object.entries(value)
    .map(([name, inner]) => `${visible(name)}: ${typeof inner === 'string' ? visible(inner) : json(inner)}`)
    .join('\n')
}

function json(value: unknown): string {
  return visible(JSON.stringify(value) ?? '')
}
