import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  resolve: { alias: { '@': fileURLToPath(new URL('.', import.meta.url)).replace(/\/$/, '') } },
  test: {
    include: ['**/*.test.{ts,tsx}'],
    setupFiles: ['core/testing/quick-scrypt.ts'],
    exclude: ['node_modules/**', 'dist/**', '.next/**', 'e2e/**', 'data/**'],
    testTimeout: 90_000,
    hookTimeout: 120_000,
    pool: 'forks',
    maxWorkers: 2,
    // As for the browser tests: where others share the machine a limit can be missed once. The summary names what took two tries.
    retry: process.env.CI === 'true' ? 1 : 0,
  },
})
