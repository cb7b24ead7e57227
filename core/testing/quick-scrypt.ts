import type { BinaryLike, ScryptOptions } from 'node:crypto'
import { vi } from 'vitest'

/**
 * For every unit test (vitest.config.ts): passwords are hashed by the same function at a cost of next to nothing. At the real
 * one half of the time of all unit tests goes there. The tests of the passwords themselves take the real one back; what cost was
 * asked for can be read from the calls.
 */
vi.mock('node:crypto', async (importOriginal) => {
  const real = await importOriginal<typeof import('node:crypto')>()
  const quick = (
    password: BinaryLike,
    salt: BinaryLike,
    length: number,
    options: ScryptOptions,
    done: (error: Error | null, key: Buffer) => void,
  ) => real.scrypt(password, salt, length, { ...options, N: 2 }, done)
  return { ...real, scrypt: vi.fn(quick) }
})
