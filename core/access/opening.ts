import { isWithin, type Schedule } from './schedule'
import { offsetAt } from './time-zone'

const dayMs = 86_400_000
/** 1970-01-01 was a Thursday. */
const epochWeekday = 3

/**
 * When the next of a schedule's windows begins after `at` (both Unix ms); null when none does within eight days. By the clock
 * on the wall there: one that would begin in an hour that summer time skips is passed over that day.
 */
export function nextOpening(schedule: Schedule, at: number): number | null {
  const { timeZone, windows } = schedule
  const today = Math.floor((at + offsetAt(timeZone, at)) / dayMs)
  for (let day = today; day <= today + 8; day++) {
    const weekday = ((day + epochWeekday) % 7) + 1
    const begins = windows
      .filter(({ days }) => days.includes(weekday))
      .map(({ from }) => momentOf(timeZone, day * dayMs + msOf(from)))
      .filter((moment) => moment > at && isWithin(schedule, moment))
    if (begins.length > 0) return Math.min(...begins)
  }
  return null
}

/** The moment at which the clock on the wall shows this. */
function momentOf(timeZone: string, wall: number): number {
  const near = wall - offsetAt(timeZone, wall)
  return wall - offsetAt(timeZone, near)
}

function msOf(time: string): number {
  return (Number(time.slice(0, 2)) * 60 + Number(time.slice(3))) * 60_000
}
