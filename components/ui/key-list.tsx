import { Kbd } from './surfaces'

/** Keys and what they do. */
export function KeyList({ rows }: { rows: readonly [keys: readonly string[], text: string][] }) {
  return (
    <dl className="grid grid-cols-[auto_1fr] items-center gap-x-6 gap-y-2 text-sm">
      {rows.map(([keys, text]) => (
        <div key={`${keys.join(' ')} ${text}`} className="contents">
          <dt className="flex gap-1">
            {keys.map((key) => (
              <Kbd key={key}>{key}</Kbd>
            ))}
          </dt>
          <dd>{text}</dd>
        </div>
      ))}
    </dl>
  )
}
