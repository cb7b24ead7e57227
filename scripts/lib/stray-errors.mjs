// Vitest fails a run for an error that belongs to no test (a promise nobody waited for, a worker that died), and its JSON report holds none of them.
import { writeFileSync } from 'node:fs'

/** A reporter of Vitest: writes the errors that belong to no test to the file named by STRAY_ERRORS_FILE. */
export default class StrayErrors {
  onTestRunEnd(_modules, errors) {
    const told = errors.map(({ name, message, stack, VITEST_TEST_PATH, VITEST_TEST_NAME }) => ({
      during: [VITEST_TEST_PATH, VITEST_TEST_NAME].filter(Boolean).join(' › '),
      error: stack ?? `${name}: ${message}`,
    }))
    writeFileSync(process.env.STRAY_ERRORS_FILE, JSON.stringify(told))
  }
}
