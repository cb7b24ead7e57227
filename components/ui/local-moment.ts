import { formatMoment } from './time'

/** A moment as a `datetime-local` field holds it, by the clock of a time zone: `2026-11-24T16:05`. */
export function toLocal(at: Date, timeZone: string | undefined): string {
  return formatMoment(at, timeZone).slice(0, 16).replace(' ', 'T')
}

/**
 * The moment that such a field means; undefined for what is no date. An hour that summer time skips is taken an hour later, of
 * one that it repeats the first or the second.
 */
export function fromLocal(text: string, timeZone: string | undefined): Date | undefined {
  const wanted = Date.parse(`${text.slice(0, 16)}Z`)
  if (Number.isNaN(wanted)) return undefined
  let at = wanted
  // The zone's offset is only known for a moment: the second look is right unless a change of the clock lies between.
  for (let round = 0; round < 2; round++) at += wanted - Date.parse(`${toLocal(new Date(at), timeZone)}Z`)
  return new Date(at)
}
