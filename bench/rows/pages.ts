import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { fillAudit } from '../audit-fill'
import type { VisitorOrder, VisitorTally } from '../helpers/visitor'
import { ms } from '../report'
import type { Shell } from '../shell'
import { median, overRuns, type Times, timesOf } from '../stats'
import { becomeEcho, typeSteadily } from '../typing'
import type { World } from '../world'
import type { Row } from './row'

const paths = ['/connect', '/hosts', '/sessions', '/credentials', '/users', '/profile']
const perSecond = 20
/** The searches find something on the first page, little, and nothing. */
const searches = ['/audit?q=db-77', '/audit?q=person%207%20session', '/audit?q=nowhere.example.org']

/** The same key while pages are rendered, and while the audit log is searched too. A Gatehouse of its own, with a long log. */
export const pages: Row = {
  name: 'pages',
  async measure(world, options) {
    const events = options.quick ? 100_000 : 1_000_000
    const house = await world.startHouse((database) => fillAudit(database, events))
    const shell = await world.openAt(house)
    await becomeEcho(shell)
    const visit = (wanted: string[]): VisitorOrder => ({
      origin: house.url,
      cookie: house.visitor.cookieHeader,
      paths,
      perSecond,
      searches: wanted,
    })
    const profile = <T>(name: string, work: () => Promise<T>) =>
      options.profile ? house.probe.profile(`pages-${name}`, options.profile, work) : work()
    const idle: Times[] = []
    const rendering: Measured[] = []
    const searching: Measured[] = []
    await typeSteadily([shell], 1)
    for (let run = 0; run < options.runs; run++) {
      const seconds = options.quick ? 3 : 8
      idle.push(timesOf((await typeSteadily([shell], seconds / 2)).flat()))
      rendering.push(await profile('rendering', () => typeBeside(world, shell, visit([]), seconds)))
      searching.push(await profile('searching', () => typeBeside(world, shell, visit(searches), seconds)))
    }
    await shell.close()
    await house.stop()
    const [still, beside, besideSearch] = [idle, rendering, searching].map(overRuns) as [Times, Times, Times]
    const tallies = (list: Measured[], of: 'pages' | 'searches') => median(list.flatMap((one) => one.tally[of]))
    const kept = (list: Measured[]) => {
      const sum = (of: (tally: VisitorTally) => number) => list.reduce((all, one) => all + of(one.tally), 0)
      const share = sum((tally) => tally.pages.length) / sum((tally) => tally.pages.length + tally.late)
      return share < 0.99 ? ` and only ${Math.round(100 * share)} % of them came` : ''
    }
    const failed = [...rendering, ...searching].reduce((sum, one) => sum + one.tally.failed, 0)
    if (failed > 0) throw new Error(`${failed} pages failed`)
    return [
      {
        figure: `while ${perSecond} pages a second are rendered, p99`,
        gatehouse: `${ms(beside.p99)} (idle ${ms(still.p99)})`,
        result: `idle + ${ms(beside.p99 - still.p99)}; a page takes ${ms(tallies(rendering, 'pages'))}${kept(rendering)}`,
        target: '≤ idle + 10 ms',
        met: beside.p99 - still.p99 <= 10,
      },
      {
        figure: `and ${(events / 1e6).toFixed(1)} million audit events are searched, p99`,
        gatehouse: `${ms(besideSearch.p99)} (idle ${ms(still.p99)})`,
        result: `idle + ${ms(besideSearch.p99 - still.p99)}; a search takes ${ms(tallies(searching, 'searches'))}, a page ${ms(tallies(searching, 'pages'))}${kept(searching)}`,
        target: '≤ idle + 10 ms',
        met: besideSearch.p99 - still.p99 <= 10,
      },
    ]
  },
}

interface Measured extends Times {
  tally: VisitorTally
}

async function typeBeside(world: World, shell: Shell, order: VisitorOrder, seconds: number): Promise<Measured> {
  const visitor = world.helper('visitor')
  visitor.send(order)
  await once(visitor, 'message')
  await pause(1000)
  const times = (await typeSteadily([shell], seconds)).flat()
  visitor.send('stop')
  const [tally] = (await once(visitor, 'message')) as [VisitorTally]
  visitor.disconnect()
  await once(visitor, 'exit')
  return { ...timesOf(times), tally }
}
