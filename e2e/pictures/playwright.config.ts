import { defineConfig } from '@playwright/test'
import base from '../../playwright.config'

/** `npm run pictures`: the README's pictures, and a look at every page in .tmp/screens. Not part of the tests. */
export default defineConfig(base, {
  testDir: '.',
  testMatch: /.*\.pictures\.ts/,
  workers: 1,
})
