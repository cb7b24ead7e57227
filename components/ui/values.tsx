export { CopyButton } from './copy-button'
export { Time } from './time'

/** 1536 as 1.5 KiB. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB']
  const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10))
  const value = bytes / 1024 ** power
  return `${power === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[power]}`
}

export function Bytes({ value }: { value: number }) {
  return (
    <span className="tabular whitespace-nowrap" title={String(value)}>
      {formatBytes(value)}
    </span>
  )
}

/** 3725000 ms as 1:02:05. */
export function formatDuration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000))
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  const [hours, ...rest] = parts
  const tail = rest.map((part) => String(part).padStart(2, '0')).join(':')
  return hours ? `${hours}:${tail}` : tail
}

/** How long something took, in milliseconds, as `1:02:05`. */
export function Duration({ ms }: { ms: number }) {
  return <span className="tabular whitespace-nowrap">{formatDuration(ms)}</span>
}
