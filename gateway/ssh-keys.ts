import { createHash, createPrivateKey, generateKeyPair, type KeyObject } from 'node:crypto'
import { promisify } from 'node:util'
import ssh2, { type ParsedKey } from 'ssh2'
import { GatehouseError } from '@/core/errors'
import type { KeyFacts, KeyTool } from '@/core/vault/key-tool'
import { kdfRounds, writeOpenSshEd25519 } from './openssh-format'

/** Longer texts are no key: the largest RSA key in use (16384 bits) has some 13 kB. */
const maxTextLength = 64 * 1024

/** OpenSSH writes 16 to 24; each costs milliseconds during which nothing else runs. */
const maxKdfRounds = 512

const supported = new Set([
  'ssh-ed25519',
  'ssh-rsa',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
])

/** The {@link KeyTool} over ssh2's parser (the one that the connection uses) and Node's own crypto. */
export const sshKeyTool: KeyTool = {
  inspectPrivateKey(text, passphrase) {
    if (text.length > maxTextLength) throw new GatehouseError('key-unreadable')
    const { key, comment } = readPrivateKey(text.trim(), passphrase || undefined)
    return usable(key, comment)
  },

  async generateEd25519(comment) {
    const { privateKey } = await promisify(generateKeyPair)('ed25519')
    return usable(privateKey, comment)
  },

  inspectPublicKey(blobBase64) {
    const blob = Buffer.from(blobBase64, 'base64')
    if (blob.length < 8 || blob.length > maxTextLength || stripPadding(blob) !== blobBase64.replace(/=+$/, '')) {
      throw new GatehouseError('known-hosts-unreadable')
    }
    const parsed = parse(`${typeOf(blob)} ${blobBase64}`)
    if (parsed instanceof Error || !parsed.getPublicSSH().equals(blob)) {
      throw new GatehouseError('known-hosts-unreadable')
    }
    return facts(parsed.type, blob, '')
  },
}

function readPrivateKey(text: string, passphrase?: string): { key: KeyObject; comment: string } {
  // PKCS#8, which ssh2's parser doesn't know.
  if (/^-----BEGIN (ENCRYPTED )?PRIVATE KEY-----/.test(text)) {
    try {
      return { key: createPrivateKey({ key: text, format: 'pem', passphrase }), comment: '' }
    } catch (error) {
      throw unreadable(error, text.startsWith('-----BEGIN ENCRYPTED'), passphrase)
    }
  }
  const rounds = kdfRounds(text)
  if (rounds !== undefined && rounds > maxKdfRounds) throw new GatehouseError('key-unreadable')
  const parsed = parse(text, passphrase)
  if (parsed instanceof Error) throw unreadable(parsed, isEncrypted(text, rounds), passphrase)
  if (!parsed.isPrivateKey()) throw new GatehouseError('key-unreadable')
  if (!supported.has(parsed.type)) throw new GatehouseError('key-type-unsupported', { type: clean(parsed.type) })
  try {
    return { key: createPrivateKey(parsed.getPrivatePEM()), comment: parsed.comment }
  } catch (cause) {
    throw new GatehouseError('key-unreadable', {}, {}, { cause })
  }
}

function usable(key: KeyObject, comment: string): KeyFacts & { privateKey: string } {
  const privateKey = connectionForm(key)
  // Reading it back proves that a connection can use it, and gives the public half.
  const parsed = parse(privateKey)
  if (parsed instanceof Error || !supported.has(parsed.type)) throw unsupported(key)
  return { ...facts(parsed.type, parsed.getPublicSSH(), comment), privateKey }
}

function connectionForm(key: KeyObject): string {
  switch (key.asymmetricKeyType) {
    case 'ed25519':
      return writeOpenSshEd25519(key)
    case 'ec':
      return key.export({ type: 'sec1', format: 'pem' }).toString()
    case 'rsa':
      if ((key.asymmetricKeyDetails?.modulusLength ?? 0) < 1024) throw unsupported(key)
      return key.export({ type: 'pkcs1', format: 'pem' }).toString()
    default:
      throw unsupported(key)
  }
}

/** ssh2 can answer with several keys in one container; the first is the one that counts. It may also throw. */
function parse(text: string, passphrase?: string): ParsedKey | Error {
  try {
    const parsed: ParsedKey | ParsedKey[] | Error = ssh2.utils.parseKey(text, passphrase)
    return Array.isArray(parsed) ? (parsed[0] ?? new Error('no key')) : parsed
  } catch (error) {
    return error instanceof Error ? error : new Error('unreadable')
  }
}

function facts(keyType: string, blob: Buffer, comment: string): KeyFacts {
  const fingerprint = `SHA256:${stripPadding(createHash('sha256').update(blob).digest())}`
  return { keyType, fingerprint, publicKey: `${keyType} ${blob.toString('base64')} ${clean(comment)}`.trim() }
}

function isEncrypted(text: string, rounds: number | undefined): boolean {
  return rounds !== undefined || /^Proc-Type: 4,ENCRYPTED/m.test(text) || /^Encryption: (?!none)/m.test(text)
}

function unreadable(cause: unknown, encrypted: boolean, passphrase?: string): GatehouseError {
  if (cause instanceof Error && /^Unsupported .*key type/.test(cause.message)) {
    return new GatehouseError('key-type-unsupported', { type: clean(cause.message.split(': ')[1] ?? '') })
  }
  if (!encrypted) return new GatehouseError('key-unreadable', {}, {}, { cause })
  return new GatehouseError(passphrase ? 'key-passphrase-wrong' : 'key-passphrase-needed')
}

function unsupported(key: KeyObject): GatehouseError {
  return new GatehouseError('key-type-unsupported', { type: key.asymmetricKeyType ?? 'unknown' })
}

/** The type that the blob itself names, so that a line can't claim another. */
function typeOf(blob: Buffer): string {
  const length = blob.readUInt32BE(0)
  return length > 64 || length + 4 > blob.length ? '' : blob.toString('latin1', 4, 4 + length)
}

function stripPadding(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '')
}

function clean(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f]/g, ' ').slice(0, 200)
}
