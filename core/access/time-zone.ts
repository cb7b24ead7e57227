/** Formats are dear to make (some 50 µs) and cheap to use; there are some 600 zones. */
const formats = new Map<string, Intl.DateTimeFormat>()
const mostFormats = 1000

/**
 * By how much (ms) the clock on the wall there is ahead of UTC at a moment. Throws RangeError for a zone that doesn't exist.
 */
export function offsetAt(timeZone: string, at: number): number {
  const parts = formatOf(timeZone).formatToParts(at)
  const part = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((one) => one.type === type)?.value)
  const wall = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'))
  return wall - Math.floor(at / 1000) * 1000
}

/** Clocks are put forward or back at quarters of an hour of UTC, everywhere since 1972: within one, the offset is the same. */
const quarterMs = 15 * 60_000
const offsets = new Map<string, number>()
const mostOffsets = 10_000

/** The same as {@link offsetAt}, from memory: decisions ask about the same moments again and again. */
export function utcOffset(timeZone: string, at: number): number {
  const quarter = Math.floor(at / quarterMs)
  const key = `${timeZone} ${quarter}`
  const known = offsets.get(key)
  if (known !== undefined) return known
  const offset = offsetAt(timeZone, at)
  if (offsets.size >= mostOffsets) offsets.clear()
  offsets.set(key, offset)
  return offset
}

/** Whether this names a zone of the IANA database (`Europe/Berlin`, `UTC`) and no bare offset. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z][A-Za-z0-9_+-]*(\/[A-Za-z0-9_+-]+)*$/.test(name) || name.length > 64) return false
  try {
    formatOf(name)
    return true
  } catch {
    return false
  }
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone)
  if (known) return known
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  if (formats.size >= mostFormats) formats.clear()
  formats.set(timeZone, format)
  return format
}
