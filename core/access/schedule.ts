import { offsetAt, utcOffset } from './time-zone'

/** Days and hours of the week in one time zone. */
export interface Schedule {
  /** An IANA name: `Europe/Berlin`. */
  timeZone: string
  windows: readonly Window[]
}

/** From the first minute to before the second, on each of these days; over midnight when `to` is not after `from`. */
export interface Window {
  /** 1 is Monday, 7 is Sunday (ISO 8601). A window over midnight belongs to the day on which it begins. */
  days: readonly number[]
  /** `HH:MM`, from 00:00 to 23:59. */
  from: string
  /** `HH:MM`, from 00:00 to 24:00. */
  to: string
}

const dayMs = 86_400_000
const weekMs = 7 * dayMs
/** 1970-01-01 was a Thursday: so long after a Monday's beginning. */
const epochMs = 3 * dayMs

/**
 * Whether a moment (Unix ms) lies in one of the windows by the clock on the wall there: an hour that summer time skips isn't
 * missed, one that it repeats counts twice.
 */
export function isWithin(schedule: Schedule, at: number): boolean {
  const wall = wallTime(schedule.timeZone, at)
  return openings(schedule).some((opening) => contains(opening, wall))
}

/**
 * The first moment (Unix ms) after `at` that lies in no window, for an `at` that does; null when the windows leave nothing of
 * the week out. Exact to the millisecond, changes of the clock included.
 */
export function endOf(schedule: Schedule, at: number): number | null {
  let moment = at
  // Each round ends at a window's end or steps over one change of the clock: there are a few a year.
  for (let round = 0; round < 10; round++) {
    const lasts = lastsFor(schedule, wallTime(schedule.timeZone, moment))
    if (lasts === null) return null
    const end = moment + lasts
    const changed = changeOfClock(schedule.timeZone, moment, end)
    if (changed === null) return end
    if (!isWithin(schedule, changed)) return changed
    moment = changed
  }
  return moment
}

/** The time of the week on the wall there, in ms: 0 is Monday's beginning. */
function wallTime(timeZone: string, at: number): number {
  return (((at + utcOffset(timeZone, at) + epochMs) % weekMs) + weekMs) % weekMs
}

interface Opening {
  from: number
  to: number
}

const cache = new WeakMap<Schedule, readonly Opening[]>()

/** The windows as stretches of the week, in ms; `to` may lie beyond its end. */
function openings(schedule: Schedule): readonly Opening[] {
  const known = cache.get(schedule)
  if (known) return known
  const list = schedule.windows.flatMap(({ days, from, to }) => {
    const [begin, end] = [msOf(from), msOf(to)]
    const length = end > begin ? end - begin : end - begin + dayMs
    return days.map((day) => ({ from: (day - 1) * dayMs + begin, to: (day - 1) * dayMs + begin + length }))
  })
  cache.set(schedule, list)
  return list
}

function contains({ from, to }: Opening, wall: number): boolean {
  return (wall >= from && wall < to) || wall + weekMs < to
}

/** How long it goes on from here by the clock on the wall: windows that touch are one. Null: without end. */
function lastsFor(schedule: Schedule, wall: number): number | null {
  let reached = wall
  for (;;) {
    const at = reached % weekMs
    const lasts = openings(schedule).flatMap((opening) => {
      if (!contains(opening, at)) return []
      return [at >= opening.from ? opening.to - at : opening.to - at - weekMs]
    })
    if (lasts.length === 0) return reached - wall
    reached += Math.max(...lasts)
    if (reached - wall >= weekMs) return null
  }
}

function msOf(time: string): number {
  return (Number(time.slice(0, 2)) * 60 + Number(time.slice(3))) * 60_000
}

/** When the zone's clock is next put forward or back after `from`, up to and with `to`; null when it isn't. */
function changeOfClock(timeZone: string, from: number, to: number): number | null {
  const before = utcOffset(timeZone, from)
  if (utcOffset(timeZone, to) === before) return null
  let [low, high] = [from, to]
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (offsetAt(timeZone, middle) === before) low = middle
    else high = middle
  }
  return high
}
