// The two test runners, and how their JSON reports are counted.
import { existsSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { startPostgresql } from './postgresql.mjs'
import { bin, root, run } from './run.mjs'

/** Unit tests and the data layer, on SQLite and on a PostgreSQL started for them (left out when `postgresql` is false). */
export async function runUnit({ results, postgresql }) {
  const server = postgresql ? await startPostgresql() : undefined
  const stop = () => server?.stop()
  process.once('exit', stop)
  try {
    const report = join(results, 'unit.json')
    const strays = join(root, results, 'strays.json')
    const reporters = ['default', 'json', './scripts/lib/stray-errors.mjs'].map((name) => `--reporter=${name}`)
    const code = await run(bin('vitest'), ['run', ...reporters, `--outputFile.json=${report}`], {
      env: { STRAY_ERRORS_FILE: strays, ...(server && { TEST_DATABASE_URL: server.url }) },
    })
    return outcome(code, report, (json) => ({
      counts: {
        passed: json.numPassedTests,
        failed: json.numFailedTests,
        skipped: json.numPendingTests + json.numTodoTests,
      },
      failures: [...failedUnits(json), ...strayErrors(strays)],
    }))
  } finally {
    stop()
    process.off('exit', stop)
  }
}

const again = ' (passed when tried again)'

/** The whole product in a real browser, against real SSH servers. */
export async function runE2e({ results }) {
  const report = join(results, 'e2e.json')
  const code = await run(bin('playwright'), ['test', '--reporter=list,json'], {
    env: { PLAYWRIGHT_JSON_OUTPUT_NAME: join(root, report) },
  })
  return outcome(code, report, ({ stats, suites }) => ({
    counts: { passed: stats.expected + stats.flaky, failed: stats.unexpected, skipped: stats.skipped },
    failures: suites.flatMap(failedSpecs),
  }))
}

/** A runner that fails without a failed test (a file that does not load, a crash) counts as one failure. */
function outcome(code, report, read) {
  const file = join(root, report)
  const nothing = { counts: { passed: 0, failed: 0, skipped: 0 }, failures: [] }
  const { counts, failures } = existsSync(file) ? read(JSON.parse(readFileSync(file, 'utf8'))) : nothing
  if (code === 0) return { counts, failures }
  return {
    counts: { ...counts, failed: Math.max(1, counts.failed) },
    problem: counts.failed > 0 ? `${counts.failed} failed` : `exit code ${code}`,
    failures,
  }
}

/** Vitest's report: each test that failed, or passed only when it was tried again, and each file that did not load. */
function failedUnits({ testResults }) {
  return testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = relative(root, name)
    const failed = assertionResults.filter(({ failureMessages }) => failureMessages.length > 0)
    if (failed.length === 0) return status === 'failed' ? [said(file, message)] : []
    return failed.map((test) =>
      said(`${file} › ${test.fullName}${test.status === 'passed' ? again : ''}`, test.failureMessages.join('\n')),
    )
  })
}

/** What failed the run outside of any test. */
function strayErrors(file) {
  if (!existsSync(file)) return []
  return JSON.parse(readFileSync(file, 'utf8')).map(({ during, error }) =>
    said(`an error that no test waited for${during && `, during ${during}`}`, error),
  )
}

/** Playwright's report: each test that failed, or passed only when it was tried again. */
function failedSpecs({ suites = [], specs = [] }) {
  const here = specs.flatMap(({ file, line, title, tests }) =>
    tests
      .filter(({ status }) => status === 'unexpected' || status === 'flaky')
      .map(({ status, results }) => {
        const error = results.find((result) => result.error)?.error?.message
        return said(`${file}:${line} › ${title}${status === 'flaky' ? again : ''}`, error)
      }),
  )
  return [...here, ...suites.flatMap(failedSpecs)]
}

/** The colours of a terminal are no help in a summary, and its first lines say what happened. */
function said(name, error = '') {
  const lines = stripVTControlCharacters(error)
    .split('\n')
    .filter((line) => line.trim())
  return [name, ...lines.slice(0, 12).map((line) => `  ${line}`)].join('\n')
}
