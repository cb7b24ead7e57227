import { randomUUID } from 'node:crypto'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTestPlatform, describeEachDatabase } from '../testing/platform'
import { FileVault } from './file-vault'
import { createMasterKeyFile, newMasterKey, readMasterKeys, replaceMasterKeyFile } from './master-key-file'
import { openVault } from './open-vault'
import { openBytes, sealBytes } from './seal'

const wrong = (reason: string) => expect.objectContaining({ code: 'master-key-wrong', params: { reason } })

describe('sealed bytes', () => {
  it('come back, and only under the same key and context', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2000 }), fc.string(), (plain, context) => {
        const { key } = newMasterKey()
        const sealed = sealBytes(key, context, plain)
        expect(Buffer.from(openBytes(key, context, sealed)).equals(plain)).toBe(true)
        expect(() => openBytes(newMasterKey().key, context, sealed)).toThrow()
        expect(() => openBytes(key, `${context}x`, sealed)).toThrow()
      }),
      { numRuns: 50 },
    )
  })

  it('show every changed bit', () => {
    const { key } = newMasterKey()
    const sealed = sealBytes(key, 'a', Buffer.from('secret'))
    for (let at = 0; at < sealed.length; at++) {
      const altered = Uint8Array.from(sealed)
      altered[at] = (altered[at] ?? 0) ^ 1
      expect(() => openBytes(key, 'a', altered)).toThrow()
      expect(() => openBytes(key, 'a', sealed.slice(0, at))).toThrow()
    }
  })
})

describe('the master key file', () => {
  let folder: string
  let path: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'gatehouse-master-'))
    path = join(folder, 'master.key')
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  it('is made for its owner alone, and never made twice', () => {
    createMasterKeyFile(path)
    expect(statSync(path).mode & 0o777).toBe(0o600)
    const text = readFileSync(path, 'utf8')
    createMasterKeyFile(path)
    expect(readFileSync(path, 'utf8')).toBe(text)
    expect(readMasterKeys(path)).toHaveLength(1)
  })

  it.each([
    ['nothing', '', 'file-malformed'],
    ['words', 'my master key\n', 'file-malformed'],
    ['a short key', `${Buffer.alloc(31, 1).toString('base64')}\n`, 'file-malformed'],
    ['a comment alone', '# key\n', 'file-malformed'],
  ])('is refused when it holds %s', (_, text, reason) => {
    writeFileSync(path, text, { mode: 0o600 })
    expect(() => readMasterKeys(path)).toThrow(wrong(reason))
  })

  it('is refused when everyone may read it, and when it is a folder', () => {
    createMasterKeyFile(path)
    chmodSync(path, 0o644)
    expect(() => readMasterKeys(path)).toThrow(wrong('file-open-to-all'))
    chmodSync(folder, 0o700)
    expect(() => readMasterKeys(folder)).toThrow(wrong('file-unreadable'))
    expect(() => new FileVault(join(folder, 'absent'))).toThrow(wrong('file-missing'))
  })

  it('binds a secret to its record', () => {
    createMasterKeyFile(path)
    const vault = new FileVault(path)
    const sealed = vault.seal('credential:1', Buffer.from('secret'))
    expect(Buffer.from(vault.open('credential:1', sealed)).toString()).toBe('secret')
    expect(() => vault.open('credential:2', sealed)).toThrow(wrong('record-altered'))
    const other = vault.seal('credential:1', Buffer.from('other'))
    expect(() => vault.open('credential:1', { ...sealed, sealed: other.sealed })).toThrow(wrong('record-altered'))
    expect(() => vault.open('credential:1', { ...sealed, masterKeyId: 'f'.repeat(16) })).toThrow(wrong('key-unknown'))
  })

  it('is read again when it was replaced, and old rows can still be opened meanwhile', () => {
    createMasterKeyFile(path)
    const vault = new FileVault(path)
    const before = vault.createDataKey('recording:1')
    const next = newMasterKey()
    replaceMasterKeyFile(path, [next, ...(readMasterKeys(path) ?? [])])
    expect(vault.createDataKey('recording:2').masterKeyId).toBe(next.id)
    replaceMasterKeyFile(path, [next])
    expect(vault.openDataKey('recording:1', before)).toEqual(before.key)
    expect(() => new FileVault(path).openDataKey('recording:1', before)).toThrow(wrong('key-unknown'))
  })
})

describeEachDatabase('the vault at the start', (open) => {
  it('proves the key against the database', async () => {
    const { db, config } = open()
    await expect(openVault({ db, masterKeyFile: config.masterKeyFile })).resolves.toBeInstanceOf(FileVault)
  })

  it('refuses another key', async () => {
    const { db, config } = open()
    const masterKeyFile = join(config.dataFolder, `${randomUUID()}.key`)
    createMasterKeyFile(masterKeyFile)
    await expect(openVault({ db, masterKeyFile })).rejects.toEqual(wrong('key-unknown'))
  })

  it('makes no new key when the one of this database is gone', async () => {
    const { db, config } = open()
    const masterKeyFile = join(config.dataFolder, 'gone.key')
    await expect(openVault({ db, masterKeyFile })).rejects.toEqual(wrong('file-missing'))
    expect(existsSync(masterKeyFile)).toBe(false)
  })

  it('refuses a check that was altered', async () => {
    const { db, config } = open()
    const row = await db.vaultCheck.findUniqueOrThrow({ where: { id: 'current' } })
    const altered = Uint8Array.from(row.sealed)
    altered[70] = (altered[70] ?? 0) ^ 1
    await db.vaultCheck.update({ where: { id: 'current' }, data: { sealed: altered } })
    await expect(openVault({ db, masterKeyFile: config.masterKeyFile })).rejects.toEqual(wrong('record-altered'))
  })
})

it('lets two starters on a new database agree on one key', async () => {
  const platform = await createTestPlatform()
  try {
    await platform.db.vaultCheck.deleteMany()
    const masterKeyFile = join(platform.config.dataFolder, 'both.key')
    const [one, two] = await Promise.all([
      openVault({ db: platform.db, masterKeyFile }),
      openVault({ db: platform.db, masterKeyFile }),
    ])
    expect(one.currentKeyId).toBe(two.currentKeyId)
  } finally {
    await platform.close()
  }
})
