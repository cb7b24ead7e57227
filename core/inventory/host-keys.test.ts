import { generateKeyPairSync } from 'node:crypto'
import { beforeAll, expect, it } from 'vitest'
import type { UserActor } from '../actor'
import type { PresentedKey } from '../sessions/states'
import { addTestUser, describeEachDatabase, type TestPlatform } from '../testing/platform'
import {
  acceptHostKey,
  importKnownHosts,
  type KeyPlace,
  listHostKeys,
  pinnedKeysFor,
  placeOfHost,
  removeHostKey,
  replaceHostKeys,
} from './host-keys'
import { createHost } from './hosts'

function presented({ keyTool }: TestPlatform): PresentedKey {
  const { privateKey } = generateKeyPairSync('ed25519')
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  const { keyType, fingerprint, publicKey } = keyTool.inspectPrivateKey(pem)
  return { keyType, fingerprint, publicKey: publicKey.split(' ')[1] ?? '' }
}

describeEachDatabase('host keys', (open) => {
  let admin: UserActor
  let operator: UserActor
  let auditor: UserActor
  beforeAll(async () => {
    admin = await addTestUser(open(), 'administrator')
    operator = await addTestUser(open(), 'operator')
    auditor = await addTestUser(open(), 'auditor')
  })

  let count = 0
  async function newPlace(kind: KeyPlace['kind']): Promise<KeyPlace> {
    const address = `10.3.0.${++count}`
    if (kind === 'endpoint') return { kind, address, port: 22 }
    const { id } = await createHost(open(), admin, { name: `keyed ${count}`, address, port: 22 })
    return placeOfHost(open(), id)
  }
  const events = (name: string) =>
    open().db.auditEvent.findMany({ where: { targetName: name }, orderBy: { seq: 'asc' } })

  it.each(['host', 'endpoint'] as const)('pins what a person accepted for a %s, once', async (kind) => {
    const [place, key] = [await newPlace(kind), presented(open())]
    expect(await pinnedKeysFor(open(), place)).toEqual([])
    await acceptHostKey(open(), admin, place, key)
    await acceptHostKey(open(), admin, place, key)
    expect(await pinnedKeysFor(open(), place)).toEqual([key])
    expect(await listHostKeys(open(), place)).toMatchObject([{ source: 'accepted', acceptedBy: admin.name }])
    expect((await events(key.fingerprint))[0]).toMatchObject({ action: 'host-key.accept', outcome: 'success' })
  })

  it('works the fingerprint out itself', async () => {
    const [place, key] = [await newPlace('host'), presented(open())]
    await acceptHostKey(open(), admin, place, { ...key, fingerprint: 'SHA256:forged', keyType: 'ssh-forged' })
    expect(await pinnedKeysFor(open(), place)).toEqual([key])
  })

  it('never accepts a changed key', async () => {
    const [place, key] = [await newPlace('host'), presented(open())]
    await acceptHostKey(open(), admin, place, key)
    await expect(acceptHostKey(open(), admin, place, presented(open()))).rejects.toMatchObject({ code: 'conflict' })
    expect(await pinnedKeysFor(open(), place)).toEqual([key])
  })

  it('lets one of two different keys win when two people accept at once', async () => {
    const place = await newPlace('endpoint')
    const results = await Promise.allSettled([
      acceptHostKey(open(), admin, place, presented(open())),
      acceptHostKey(open(), admin, place, presented(open())),
    ])
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(await pinnedKeysFor(open(), place)).toHaveLength(1)
  })

  it('lets only those accept and replace who may', async () => {
    const [place, key] = [await newPlace('host'), presented(open())]
    for (const actor of [operator, auditor]) {
      await expect(acceptHostKey(open(), actor, place, key)).rejects.toMatchObject({ code: 'not-allowed' })
      await expect(
        replaceHostKeys(open(), actor, place, { publicKey: key.publicKey, reason: 'because' }),
      ).rejects.toMatchObject({ code: 'not-allowed' })
      await expect(importKnownHosts(open(), actor, place, 'x')).rejects.toMatchObject({ code: 'not-allowed' })
    }
  })

  it('replaces a changed key with a reason, and keeps both fingerprints in the log', async () => {
    const [place, old, fresh] = [await newPlace('host'), presented(open()), presented(open())]
    await acceptHostKey(open(), admin, place, old)
    await expect(
      replaceHostKeys(open(), admin, place, { publicKey: fresh.publicKey, reason: ' ' }),
    ).rejects.toMatchObject({
      code: 'invalid-input',
      fields: { reason: 'reason-required' },
    })
    await replaceHostKeys(open(), admin, place, {
      publicKey: `${fresh.keyType} ${fresh.publicKey} root@web`,
      reason: 'reinstalled',
    })
    expect(await pinnedKeysFor(open(), place)).toEqual([fresh])
    const event = (await events(fresh.fingerprint)).at(-1)
    expect(event?.action).toBe('host-key.replace')
    expect(JSON.parse(event?.detail ?? '')).toMatchObject({
      reason: 'reinstalled',
      before: [`ssh-ed25519 ${old.fingerprint}`],
      after: [`ssh-ed25519 ${fresh.fingerprint}`],
    })
  })

  it('takes pasted known_hosts lines of this host', async () => {
    const [place, key] = [await newPlace('host'), presented(open())]
    const text = `# comment\nother.example ssh-ed25519 ${presented(open()).publicKey}\n${place.address} ssh-ed25519 ${key.publicKey}\n`
    expect(await importKnownHosts(open(), admin, place, text)).toEqual({ added: 1, known: 0, others: 1 })
    expect(await importKnownHosts(open(), admin, place, text)).toEqual({ added: 0, known: 1, others: 1 })
    const changed = `${place.address} ssh-ed25519 ${presented(open()).publicKey}`
    await expect(importKnownHosts(open(), admin, place, changed)).rejects.toMatchObject({ code: 'conflict' })
    expect(await pinnedKeysFor(open(), place)).toEqual([key])
  })

  it('names the line that it can not read', async () => {
    const [place, key] = [await newPlace('host'), presented(open())]
    const import_ = (text: string) => importKnownHosts(open(), admin, place, text)
    await expect(import_(`# first\n${place.address} ssh-ed25519 AAAAtorn`)).rejects.toMatchObject({
      code: 'known-hosts-unreadable',
      params: { line: 2 },
    })
    await expect(import_(`${place.address} ssh-rsa ${key.publicKey}`)).rejects.toMatchObject({ params: { line: 1 } })
    await expect(import_('')).rejects.toMatchObject({ code: 'known-hosts-unreadable' })
    await expect(import_('x'.repeat(300_000))).rejects.toMatchObject({ code: 'too-large' })
    expect(await pinnedKeysFor(open(), place)).toEqual([])
  })

  it('forgets one key, of this place alone', async () => {
    const [place, other] = [await newPlace('host'), await newPlace('host')]
    await acceptHostKey(open(), admin, place, presented(open()))
    const [key] = await listHostKeys(open(), place)
    await expect(removeHostKey(open(), admin, other, key?.id ?? '')).rejects.toMatchObject({ code: 'not-found' })
    await removeHostKey(open(), admin, place, key?.id ?? '')
    expect(await listHostKeys(open(), place)).toEqual([])
  })
})
