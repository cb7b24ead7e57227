import { execFileSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sshKeyTool } from './ssh-keys'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'gatehouse-keys-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let count = 0
/** A key made by the real ssh-keygen, and the fingerprint that it prints. */
function make(...options: string[]): { text: string; fingerprint: string; publicKey: string } {
  const path = join(folder, `key${count++}`)
  execFileSync('ssh-keygen', ['-q', '-C', 'ann@example', '-f', path, ...options])
  const printed = execFileSync('ssh-keygen', ['-l', '-f', `${path}.pub`], { encoding: 'utf8' })
  return {
    text: readFileSync(path, 'utf8'),
    fingerprint: printed.split(' ')[1] ?? '',
    publicKey: readFileSync(`${path}.pub`, 'utf8').trim(),
  }
}

describe.each([
  ['Ed25519', ['-t', 'ed25519']],
  ['ECDSA P-256', ['-t', 'ecdsa', '-b', '256']],
  ['ECDSA P-521', ['-t', 'ecdsa', '-b', '521']],
  ['RSA', ['-t', 'rsa', '-b', '2048']],
  ['RSA in PEM', ['-t', 'rsa', '-b', '2048', '-m', 'PEM']],
  ['RSA in PKCS#8', ['-t', 'rsa', '-b', '2048', '-m', 'PKCS8']],
  ['ECDSA in PEM', ['-t', 'ecdsa', '-b', '384', '-m', 'PEM']],
  ['ECDSA in PKCS#8', ['-t', 'ecdsa', '-b', '256', '-m', 'PKCS8']],
])('%s', (_, options) => {
  it('is read as ssh-keygen reads it', () => {
    const key = make('-N', '', ...options)
    const facts = sshKeyTool.inspectPrivateKey(key.text)
    expect(facts.fingerprint).toBe(key.fingerprint)
    expect(key.publicKey.startsWith(facts.publicKey.split(' ').slice(0, 2).join(' '))).toBe(true)
  })

  it('wants its passphrase, and is kept without it', () => {
    const key = make('-N', 'correct horse', ...options)
    expect(() => sshKeyTool.inspectPrivateKey(key.text)).toThrow(
      expect.objectContaining({ code: 'key-passphrase-needed' }),
    )
    expect(() => sshKeyTool.inspectPrivateKey(key.text, 'wrong')).toThrow(
      expect.objectContaining({ code: 'key-passphrase-wrong' }),
    )
    const facts = sshKeyTool.inspectPrivateKey(key.text, 'correct horse')
    expect(facts.fingerprint).toBe(key.fingerprint)
    expect(sshKeyTool.inspectPrivateKey(facts.privateKey).fingerprint).toBe(key.fingerprint)
  })
})

it('reads Ed25519 in PKCS#8, as OpenSSL writes it', () => {
  const { privateKey } = generateKeyPairSync('ed25519')
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  expect(sshKeyTool.inspectPrivateKey(pem)).toMatchObject({ keyType: 'ssh-ed25519' })
})

it('makes an Ed25519 key that ssh-keygen accepts', async () => {
  const made = await sshKeyTool.generateEd25519('gatehouse web')
  expect(made.publicKey).toMatch(/^ssh-ed25519 AAAA\S+ gatehouse web$/)
  const path = join(folder, 'made')
  execFileSync('sh', ['-c', 'umask 077; cat > "$0"', path], { input: made.privateKey })
  const derived = execFileSync('ssh-keygen', ['-y', '-f', path], { encoding: 'utf8' })
  expect(made.publicKey.startsWith(derived.trim())).toBe(true)
})

it.each([
  ['nothing', ''],
  ['words', 'my secret key'],
  ['a public key', 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJm0Cq6J6cJrLx1vV3Y5w0Yx0xgq7y9Zl6iP5Q1s2t3u'],
  [
    'a torn key',
    '-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQ==\n-----END OPENSSH PRIVATE KEY-----',
  ],
  ['a torn PEM', '-----BEGIN RSA PRIVATE KEY-----\nMIIBOgIBAAJBAK\n-----END RSA PRIVATE KEY-----'],
  ['a torn PKCS#8', '-----BEGIN PRIVATE KEY-----\nMIIBOgIBAAJBAK\n-----END PRIVATE KEY-----'],
  ['a book', 'x'.repeat(70_000)],
])('calls %s unreadable', (_, text) => {
  for (const passphrase of [undefined, 'secret']) {
    expect(() => sshKeyTool.inspectPrivateKey(text, passphrase)).toThrow(
      expect.objectContaining({ code: 'key-unreadable' }),
    )
  }
})

it('refuses a key type that SSH has given up', () => {
  const { privateKey } = generateKeyPairSync('dsa', { modulusLength: 1024, divisorLength: 160 })
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  expect(() => sshKeyTool.inspectPrivateKey(pem)).toThrow(expect.objectContaining({ code: 'key-type-unsupported' }))
})

it('refuses a passphrase stretched so often that everyone would wait', () => {
  const key = make('-N', 'x', '-t', 'ed25519', '-a', '16')
  const body = Buffer.from(key.text.split('\n').slice(1, -2).join(''), 'base64')
  const at = body.indexOf(Buffer.from([0, 0, 0, 16]), body.indexOf('bcrypt') + 30)
  body.writeUInt32BE(10_000_000, at)
  const text = `-----BEGIN OPENSSH PRIVATE KEY-----\n${body.toString('base64')}\n-----END OPENSSH PRIVATE KEY-----\n`
  expect(() => sshKeyTool.inspectPrivateKey(text, 'x')).toThrow(expect.objectContaining({ code: 'key-unreadable' }))
})

it('reads public key blobs and refuses what is none', () => {
  const key = make('-N', '', '-t', 'ed25519')
  const blob = key.publicKey.split(' ')[1] ?? ''
  expect(sshKeyTool.inspectPublicKey(blob)).toMatchObject({ keyType: 'ssh-ed25519', fingerprint: key.fingerprint })
  for (const bad of ['', 'AAAA', 'not base64!', `${blob}AAAA`, blob.slice(0, 40)]) {
    expect(() => sshKeyTool.inspectPublicKey(bad)).toThrow(expect.objectContaining({ code: 'known-hosts-unreadable' }))
  }
})
