import { expect, it } from 'vitest'
import { readConfig } from '@/core/config'
import { keepaliveMisses } from './dial'

it('finds a dead host within 45 s, unless the settings say otherwise', () => {
  expect((keepaliveMisses + 1) * readConfig({}).keepaliveMs).toBeLessThanOrEqual(45_000)
})
