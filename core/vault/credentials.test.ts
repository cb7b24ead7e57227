import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { UserActor } from '../actor'
import { createHost } from '../inventory/hosts'
import { addTestUser, describeEachDatabase } from '../testing/platform'
import { inTransaction } from '../transaction'
import {
  authMaterialFor,
  createCredential,
  credentialChoices,
  deleteCredential,
  getCredential,
  listCredentials,
  updateCredential,
} from './credentials'
import { rotateMasterKey } from './rotate'

let folder: string
let sealedKey: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'gatehouse-credentials-'))
  const path = join(folder, 'key')
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', 'correct horse', '-C', 'ann@laptop', '-f', path])
  sealedKey = readFileSync(path, 'utf8')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describeEachDatabase('credentials', (open) => {
  let admin: UserActor
  beforeAll(async () => {
    admin = await addTestUser(open(), 'administrator')
  })

  let count = 0
  const named = (rest: Record<string, unknown>) => ({ name: `credential ${++count}`, ...rest })
  const use = (id: string) => inTransaction(open().db, (tx) => authMaterialFor(open(), tx, id))

  it('seals a password and opens it for a session alone', async () => {
    const input = named({ kind: 'password', password: 'hunter2 ünïcode' })
    const created = await createCredential(open(), admin, input)
    expect(created).toMatchObject({ kind: 'password', fingerprint: null, lastUsedAt: null, accounts: 0 })
    expect(await use(created.id)).toEqual({ kind: 'password', password: 'hunter2 ünïcode' })
    expect((await getCredential(open(), admin, created.id)).lastUsedAt).toBeInstanceOf(Date)
  })

  it('shows a secret nowhere', async () => {
    const password = 'very-secret-value-123'
    const { id } = await createCredential(open(), admin, named({ kind: 'password', password }))
    await updateCredential(open(), admin, id, named({ password: `${password}-new` }))
    const seen = JSON.stringify([
      await getCredential(open(), admin, id),
      await listCredentials(open(), admin, {}),
      await credentialChoices(open(), admin),
      await open().db.auditEvent.findMany(),
    ])
    expect(seen).not.toContain(password)
    expect(seen).not.toMatch(/sealed|wrappedKey/)
    const row = await open().db.credential.findUniqueOrThrow({ where: { id } })
    expect(Buffer.from(row.sealed).toString('latin1')).not.toContain(password)
  })

  it('takes a key with its passphrase and needs the passphrase no more', async () => {
    const made = await createCredential(
      open(),
      admin,
      named({ kind: 'private-key', privateKey: sealedKey, passphrase: 'correct horse' }),
    )
    const printed = execFileSync('ssh-keygen', ['-l', '-f', join(folder, 'key.pub')], { encoding: 'utf8' })
    expect(made).toMatchObject({ kind: 'private-key', keyType: 'ssh-ed25519', fingerprint: printed.split(' ')[1] })
    const material = await use(made.id)
    expect(material).toMatchObject({ kind: 'private-key' })
    const key = material.kind === 'private-key' ? material.privateKey : ''
    expect(open().keyTool.inspectPrivateKey(key).fingerprint).toBe(made.fingerprint)
  })

  it.each([
    ['an unreadable key', { privateKey: 'my key' }, 'key-unreadable'],
    ['a sealed key without passphrase', {}, 'key-passphrase-needed'],
    ['a wrong passphrase', { passphrase: 'wrong' }, 'key-passphrase-wrong'],
    ['no key', { privateKey: '  ' }, 'invalid-input'],
    ['a name of 300 characters', { name: 'x'.repeat(300) }, 'invalid-input'],
  ])('refuses %s', async (_, change, code) => {
    const input = named({ kind: 'private-key', privateKey: sealedKey, ...change })
    await expect(createCredential(open(), admin, input)).rejects.toMatchObject({ code })
  })

  it.each([[''], ['x'.repeat(1025)], ['two\nlines'], [undefined]])('refuses the password %j', async (password) => {
    await expect(createCredential(open(), admin, named({ kind: 'password', password }))).rejects.toMatchObject({
      code: 'invalid-input',
    })
  })

  it('makes an Ed25519 key whose public half can be copied', async () => {
    const made = await createCredential(open(), admin, named({ kind: 'generated-key' }))
    expect(made.publicKey).toMatch(/^ssh-ed25519 AAAA\S+ gatehouse credential \d+$/)
    expect(await use(made.id)).toMatchObject({ kind: 'private-key' })
  })

  it('refuses a taken name', async () => {
    const input = named({ kind: 'generated-key' })
    await createCredential(open(), admin, input)
    await expect(createCredential(open(), admin, { ...input, name: input.name.toUpperCase() })).rejects.toMatchObject({
      code: 'already-exists',
      fields: { name: 'taken' },
    })
  })

  it('replaces a secret, and keeps it when none is given', async () => {
    const made = await createCredential(open(), admin, named({ kind: 'password', password: 'one' }))
    const renamed = named({ password: '', privateKey: '' })
    expect(await updateCredential(open(), admin, made.id, renamed)).toMatchObject({ name: renamed.name })
    expect(await use(made.id)).toEqual({ kind: 'password', password: 'one' })
    await updateCredential(open(), admin, made.id, { ...renamed, password: 'two' })
    expect(await use(made.id)).toEqual({ kind: 'password', password: 'two' })
    const events = await open().db.auditEvent.findMany({
      where: { targetId: made.id, action: 'credential.update' },
      orderBy: { seq: 'asc' },
    })
    expect(events.map(({ detail }) => JSON.parse(detail).secretChanged)).toEqual([false, true])
  })

  it('lists by kind, name and page, and not by what is not on the list', async () => {
    const { total, rows } = await listCredentials(open(), admin, { kind: 'password', sort: 'createdAt', dir: 'desc' })
    expect(total).toBe(rows.length)
    expect(rows.every(({ kind }) => kind === 'password')).toBe(true)
    expect((await listCredentials(open(), admin, { q: 'CREDENTIAL' })).total).toBeGreaterThan(total)
    for (const query of [{ sort: 'sealed' }, { kind: 'token' }]) {
      await expect(listCredentials(open(), admin, query)).rejects.toMatchObject({ code: 'invalid-input' })
    }
  })

  it('deletes one that no account uses, and names how many do', async () => {
    const made = await createCredential(open(), admin, named({ kind: 'generated-key' }))
    const accounts = [{ login: 'a', credentialId: made.id }]
    await createHost(open(), admin, { name: 'user of it', address: '10.9.9.9', accounts })
    expect(await getCredential(open(), admin, made.id)).toMatchObject({
      accounts: 1,
      usedBy: [{ login: 'a', hostName: 'user of it' }],
    })
    await expect(deleteCredential(open(), admin, made.id)).rejects.toMatchObject({ code: 'in-use' })
    await expect(deleteCredential(open(), admin, 'absent')).rejects.toMatchObject({ code: 'not-found' })
  })

  it('is for administrators', async () => {
    for (const role of ['operator', 'auditor'] as const) {
      const actor = await addTestUser(open(), role)
      const refused = { code: 'not-allowed' }
      await expect(listCredentials(open(), actor, {})).rejects.toMatchObject(refused)
      await expect(createCredential(open(), actor, named({ kind: 'generated-key' }))).rejects.toMatchObject(refused)
      await expect(updateCredential(open(), actor, 'x', named({}))).rejects.toMatchObject(refused)
      await expect(deleteCredential(open(), actor, 'x')).rejects.toMatchObject(refused)
      await expect(rotateMasterKey(open(), actor)).rejects.toMatchObject(refused)
    }
  })
})
