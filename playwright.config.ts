import { existsSync } from 'node:fs'
import { chromium, defineConfig } from '@playwright/test'

export default defineConfig({
  testDir: 'e2e',
  outputDir: '.tmp/e2e',
  // Limits, not expectations: a busy machine with two cores takes several times as long as a quiet one.
  timeout: 180_000,
  expect: { timeout: 30_000 },
  // Each worker starts a Gatehouse and an OpenSSH server of its own.
  workers: 2,
  fullyParallel: false,
  forbidOnly: process.env.CI === 'true',
  // A machine of two cores that is busy otherwise can be late once; what is broken fails again. The summary names those that took more than one try.
  retries: 2,
  reporter: [['list']],
  use: {
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    viewport: { width: 1440, height: 900 },
    // A trace of every test costs a third of the time; `--trace on` makes one of the test that is looked into.
    trace: 'off',
    screenshot: 'only-on-failure',
    launchOptions: {
      // Playwright's own Chromium where it is installed, else the system's.
      executablePath: existsSync(chromium.executablePath()) ? undefined : '/usr/bin/chromium',
      args: [
        // Chromium refuses its sandbox to root.
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
        // The terminal falls back to the DOM, where its text can be read as a person reads it.
        '--disable-3d-apis',
      ],
    },
  },
})
