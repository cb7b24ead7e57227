import { useTranslations } from 'next-intl'
import { useId } from 'react'
import type { Scope } from '@/core/access/scopes'

interface Props {
  scopes: readonly Scope[]
  error: string | undefined
}

/** What a token may read, a box a scope. None is ticked beforehand. */
export function ScopeFields({ scopes, error }: Props) {
  const t = useTranslations('tokens')
  const id = useId()
  return (
    <fieldset className="flex flex-col gap-1.5">
      <legend className="mb-1 font-medium text-sm">{t('scopes')}</legend>
      {scopes.map((scope, place) => (
        <label key={scope} className="flex cursor-pointer gap-2.5 text-sm">
          <input
            type="checkbox"
            name="scopes"
            value={scope}
            // The first stands for all of them: it takes the focus when one is needed.
            aria-invalid={place === 0 && error ? true : undefined}
            aria-describedby={error ? id : undefined}
            className="mt-0.5 size-4 shrink-0 rounded accent-accent"
          />
          <span className="min-w-0">
            <code className="font-mono text-xs">{scope}</code>{' '}
            <span className="text-muted">{t(`scope.${scopeKey(scope)}`)}</span>
          </span>
        </label>
      ))}
      {error && (
        <p id={id} className="text-danger text-sm">
          {error}
        </p>
      )}
    </fieldset>
  )
}

type Dashed<Text extends string> = Text extends `${infer Head}:${infer Tail}` ? `${Head}-${Tail}` : Text

/** The scope's name in the catalogue. */
export function scopeKey(scope: Scope): Dashed<Scope> {
  // What the type says of each scope, said to the compiler.
  return scope.replace(':', '-') as Dashed<Scope>
}
