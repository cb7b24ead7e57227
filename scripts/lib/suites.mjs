// The two test runners, and how their JSON reports are counted.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { startPostgresql } from './postgresql.mjs'
import { bin, root, run } from './run.mjs'

/** Unit tests and the data layer, on SQLite and on a PostgreSQL started for them (left out when `postgresql` is false). */
export async function runUnit({ results, postgresql }) {
  const server = postgresql ? await startPostgresql() : undefined
  const stop = () => server?.stop()
  process.once('exit', stop)
  try {
    const report = join(results, 'unit.json')
    const code = await run(
      bin('vitest'),
      ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
      {
        env: server ? { TEST_DATABASE_URL: server.url } : {},
      },
    )
    return outcome(code, report, (json) => ({
      passed: json.numPassedTests,
      failed: json.numFailedTests,
      skipped: json.numPendingTests + json.numTodoTests,
    }))
  } finally {
    stop()
    process.off('exit', stop)
  }
}

/** The whole product in a real browser, against real SSH servers. */
export async function runE2e({ results }) {
  const report = join(results, 'e2e.json')
  const code = await run(bin('playwright'), ['test', '--reporter=list,json'], {
    env: { PLAYWRIGHT_JSON_OUTPUT_NAME: join(root, report) },
  })
  return outcome(code, report, ({ stats }) => ({
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected,
    skipped: stats.skipped,
  }))
}

/** A runner that fails without a failed test (a file that does not load, a crash) counts as one failure. */
function outcome(code, report, count) {
  const nothing = { passed: 0, failed: 0, skipped: 0 }
  const file = join(root, report)
  const counts = existsSync(file) ? count(JSON.parse(readFileSync(file, 'utf8'))) : nothing
  if (code === 0) return { counts }
  return {
    counts: { ...counts, failed: Math.max(1, counts.failed) },
    problem: counts.failed > 0 ? `${counts.failed} failed` : `exit code ${code}`,
  }
}
