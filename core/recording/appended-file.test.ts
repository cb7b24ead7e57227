import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { RecordingFile } from './appended-file'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-file-'))
})
afterAll(() => rm(folder, { recursive: true }))

describe('the file of a recording', () => {
  it('holds what was written when the call returns, or when its promise resolves, in order', async () => {
    const path = join(folder, 'order')
    const file = await RecordingFile.create(path)
    const parts = ['a', 'b'.repeat(200_000), 'c', 'd', 'e'].map((text) => Buffer.from(text))
    for (const [index, part] of parts.entries()) {
      const syncing = index === 3 ? file.sync() : undefined
      const written = file.write(part)
      // Long ones, and those that meet a sync, don't hold up the event loop; after a slow write others may not either.
      if (index === 1 || index === 3) expect(written).toBeInstanceOf(Promise)
      await written
      expect((await readFile(path)).equals(Buffer.concat(parts.slice(0, index + 1)))).toBe(true)
      await syncing
    }
    await file.close()
    expect((await stat(path)).mode & 0o777).toBe(0o600)
  })

  it('is never an earlier one', async () => {
    const path = join(folder, 'once')
    await (await RecordingFile.create(path)).close()
    await expect(RecordingFile.create(path)).rejects.toThrow('EEXIST')
  })
})
