import { loadavg } from 'node:os'
import { readOptions } from './options'
import { publish, report } from './publish'
import { type Line, markdownTable } from './report'
import { attach } from './rows/attach'
import { browser } from './rows/browser'
import { bulk } from './rows/bulk'
import { connect } from './rows/connect'
import { decisions } from './rows/decisions'
import { echo } from './rows/echo'
import { flood } from './rows/flood'
import { hostile } from './rows/hostile'
import { idle } from './rows/idle'
import { many } from './rows/many'
import { pages } from './rows/pages'
import { stall } from './rows/stall'
import { World } from './world'

const rows = [echo, flood, pages, hostile, bulk, connect, attach, idle, many, stall, decisions, browser]

async function main(): Promise<void> {
  const options = readOptions(
    process.argv.slice(2),
    rows.map((row) => row.name),
  )
  const wanted = rows.filter((row) => options.only.length === 0 || options.only.includes(row.name))
  const [loadBefore = 0] = loadavg()
  const lines: Line[] = []
  const world = await World.start()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      process.stderr.write(`\n${signal}: stopping what was started …\n`)
      if (lines.length > 0) console.log(markdownTable(lines))
      void world.stop().then(() => process.exit(130))
    })
  }
  try {
    for (const row of wanted) {
      const begun = Date.now()
      process.stderr.write(`${row.name} … `)
      lines.push(...(await row.measure(world, options)))
      process.stderr.write(`${((Date.now() - begun) / 1000).toFixed(0)} s\n`)
    }
  } catch (error) {
    // What was measured before is worth its time.
    if (lines.length > 0) console.log(markdownTable(lines))
    throw error
  } finally {
    await world.stop()
  }
  const text = report(lines, options, loadBefore)
  console.log(text)
  if (options.write) publish(text)
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error instanceof Error ? (error.stack ?? error.message) : error)
    process.exit(1)
  },
)
