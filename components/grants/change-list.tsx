'use client'

import { useTranslations } from 'next-intl'
import type { ChangePreview, ReachChange } from '@/core/access/preview'
import { useGrantWords } from './words'

const mostListed = 20

/** Who gains and who loses what by a change, counted and by name. */
export function ChangeList({ preview }: { preview: ChangePreview }) {
  const t = useTranslations('grants.preview')
  const { counts, complete } = preview
  if (counts.gains + counts.losses + counts.otherTerms === 0) return <p className="text-sm">{t('nothing')}</p>
  return (
    <div className="flex flex-col gap-3 text-sm">
      {!complete && <p className="text-muted">{t('atLeast')}</p>}
      {counts.losses > 0 && (
        <Changes title={t('lossTitle')} tone="text-danger" count={counts.losses} changes={preview.losses} />
      )}
      {counts.gains > 0 && (
        <Changes title={t('gainTitle')} tone="text-ok" count={counts.gains} changes={preview.gains} />
      )}
      {counts.otherTerms > 0 && (
        <Changes
          title={t('termsTitle')}
          tone="text-muted"
          count={counts.otherTerms}
          changes={preview.otherTerms.map((pair) => ({ ...pair, what: [] }))}
        />
      )}
    </div>
  )
}

interface ChangesProps {
  title: string
  tone: string
  count: number
  changes: readonly ReachChange[]
  /** How many are listed; the rest is counted. */
  most?: number
}

/** Pairs of a person and a host, with what it is about. */
export function Changes({ title, tone, count, changes, most = mostListed }: ChangesProps) {
  const t = useTranslations('grants.preview')
  const capability = useTranslations('grants.capability')
  const words = useGrantWords()
  const shown = changes.slice(0, most)
  return (
    <section aria-label={title}>
      <h3 className={`font-medium ${tone}`}>
        {title} <span className="tabular">({count})</span>
      </h3>
      <ul className="mt-1 flex flex-col gap-0.5">
        {shown.map(({ user, host, what }) => (
          <li key={`${user.id} ${host.id}`} className="break-words">
            {t('pair', { user: user.name, host: host.name })}
            {what.map(({ capability: name, logins }) => (
              <span key={name} className="text-muted">
                {' · '}
                {name !== 'shell' && `${capability(name)} `}
                {t('asLogins', { logins: words.logins(logins.includes('*') ? [] : logins) })}
              </span>
            ))}
          </li>
        ))}
        {count > shown.length && <li className="text-muted">{t('more', { count: count - shown.length })}</li>}
      </ul>
    </section>
  )
}
