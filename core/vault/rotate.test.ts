import { randomUUID } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { beforeAll, expect, it } from 'vitest'
import type { ConsoleActor, UserActor } from '../actor'
import { addTestUser, describeEachDatabase, type TestPlatform } from '../testing/platform'
import { inTransaction } from '../transaction'
import { authMaterialFor, createCredential, updateCredential } from './credentials'
import { FileVault } from './file-vault'
import { newMasterKey, readMasterKeys, replaceMasterKeyFile } from './master-key-file'
import { openVault } from './open-vault'
import { rotateMasterKey } from './rotate'

const atConsole: ConsoleActor = { kind: 'console', name: 'root' }

async function addRecording(platform: TestPlatform): Promise<{ sessionId: string; key: Uint8Array }> {
  const sessionId = randomUUID()
  const { key, ...wrapped } = platform.vault.createDataKey(`recording:${sessionId}`)
  await platform.db.session.create({
    data: {
      id: sessionId,
      kind: 'account',
      state: 'closed',
      userId: 'u',
      userName: 'ann',
      hostName: 'web',
      address: '10.0.0.1',
      port: 22,
      login: 'root',
      clientAddress: '192.0.2.1',
      startedAt: new Date(),
    },
  })
  await platform.db.recording.create({
    data: { sessionId, path: `${sessionId}.rec`, state: 'complete', inputRecorded: false, ...wrapped },
  })
  return { sessionId, key }
}

describeEachDatabase('rotation of the master key', (open) => {
  let admin: UserActor
  beforeAll(async () => {
    admin = await addTestUser(open(), 'administrator')
  })
  const passwordOf = async (id: string) => {
    const material = await inTransaction(open().db, (tx) => authMaterialFor(open(), tx, id))
    return material.kind === 'password' ? material.password : undefined
  }
  const create = (password: string) =>
    createCredential(open(), admin, { kind: 'password', name: randomUUID(), password })

  it('rewraps credentials and recordings, and drops the old key', async () => {
    const { db, config } = open()
    const credentials = await Promise.all(Array.from({ length: 230 }, (_, n) => create(`password ${n}`)))
    const recording = await addRecording(open())
    const [before] = readMasterKeys(config.masterKeyFile) ?? []
    const rotation = await rotateMasterKey(open(), atConsole)
    expect(rotation).toMatchObject({ credentials: 230, recordings: 1 })
    expect(readMasterKeys(config.masterKeyFile)?.map(({ id }) => id)).toEqual([rotation.masterKeyId])
    expect(rotation.masterKeyId).not.toBe(before?.id)
    expect(await db.credential.count({ where: { masterKeyId: { not: rotation.masterKeyId } } })).toBe(0)

    // A server that starts now, and the one that ran all along.
    const fresh = await openVault({ db, masterKeyFile: config.masterKeyFile })
    const row = await db.recording.findUniqueOrThrow({ where: { sessionId: recording.sessionId } })
    for (const vault of [fresh, open().vault]) {
      expect(vault.openDataKey(`recording:${recording.sessionId}`, row)).toEqual(recording.key)
    }
    expect(await passwordOf(credentials[229]?.id ?? '')).toBe('password 229')
    const event = await db.auditEvent.findFirst({ where: { action: 'master-key.rotate' } })
    expect(event).toMatchObject({ actorKind: 'console', actorName: 'root', targetId: rotation.masterKeyId })
  })

  it('loses nothing that is written meanwhile', async () => {
    const victim = await create('before')
    const writes = Array.from({ length: 30 }, (_, n) => create(`meanwhile ${n}`))
    const [rotation, changed, ...created] = await Promise.all([
      rotateMasterKey(open(), atConsole),
      updateCredential(open(), admin, victim.id, { name: randomUUID(), password: 'after' }),
      ...writes,
    ])
    const { db, config } = open()
    expect(await db.credential.count({ where: { masterKeyId: { not: rotation.masterKeyId } } })).toBe(0)
    const vault = new FileVault(config.masterKeyFile)
    for (const { id } of await db.credential.findMany({ select: { id: true } })) {
      const row = await db.credential.findUniqueOrThrow({ where: { id } })
      expect(() => vault.openDataKey(`credential:${id}`, row)).not.toThrow()
    }
    expect(await passwordOf(changed.id)).toBe('after')
    expect(await passwordOf(created[29]?.id ?? '')).toBe('meanwhile 29')
  })

  it('finishes what an interrupted one began', async () => {
    const { config, db } = open()
    const { id } = await create('kept')
    const before = readMasterKeys(config.masterKeyFile) ?? []
    // As it stands when the first one was killed after it wrote the file: two keys, rows under the older.
    const half = newMasterKey()
    replaceMasterKeyFile(config.masterKeyFile, [half, ...before])
    writeFileSync(`${config.masterKeyFile}.rotating`, '999999999')
    await openVault({ db, masterKeyFile: config.masterKeyFile })
    const { masterKeyId } = await rotateMasterKey(open(), atConsole)
    expect(readMasterKeys(config.masterKeyFile)?.map((key) => key.id)).toEqual([masterKeyId])
    expect(await passwordOf(id)).toBe('kept')
    expect(existsSync(`${config.masterKeyFile}.rotating`)).toBe(false)
  })

  it('refuses to run twice at once', async () => {
    const { config } = open()
    writeFileSync(`${config.masterKeyFile}.rotating`, String(process.ppid))
    await expect(rotateMasterKey(open(), atConsole)).rejects.toMatchObject({ code: 'conflict' })
    expect(readFileSync(`${config.masterKeyFile}.rotating`, 'utf8')).toBe(String(process.ppid))
    writeFileSync(`${config.masterKeyFile}.rotating`, '999999999')
  })

  it('keeps the old key when a row can not be opened', async () => {
    const { config, db } = open()
    const { id } = await create('broken')
    const row = await db.credential.findUniqueOrThrow({ where: { id } })
    await db.credential.update({ where: { id }, data: { wrappedKey: Uint8Array.from(row.wrappedKey).fill(7, 20, 30) } })
    const before = readMasterKeys(config.masterKeyFile) ?? []
    await expect(rotateMasterKey(open(), atConsole)).rejects.toMatchObject({ code: 'master-key-wrong' })
    expect(readMasterKeys(config.masterKeyFile)?.map((key) => key.id)).toContain(before[0]?.id)
    await db.credential.delete({ where: { id } })
    await rotateMasterKey(open(), atConsole)
    expect(readMasterKeys(config.masterKeyFile)).toHaveLength(1)
  })
})
