import type { z } from 'zod'
import type { Platform } from '../platform'
import type { changedCredential, newCredential } from './credential-input'
import type { CredentialKind } from './credential-reads'
import type { Secret } from './secrets'

/** What is sealed of a credential, and what may be told of it. */
export interface Material {
  secret: Secret
  facts: { publicKey: string | null; keyType: string | null; fingerprint: string | null }
}

/** Of a new one. Throws the `key-…` codes for a private key that can't be used. */
export async function materialFor(platform: Platform, wanted: z.output<typeof newCredential>): Promise<Material> {
  if (wanted.kind === 'password') return passwordMaterial(wanted.password)
  if (wanted.kind === 'private-key') return keyMaterial(platform, wanted.privateKey, wanted.passphrase)
  const { privateKey, ...facts } = await platform.keyTool.generateEd25519(`gatehouse ${wanted.name}`)
  return { secret: { kind: 'private-key', privateKey }, facts }
}

/** Of a change; undefined: the secret stays. Throws as {@link materialFor}. */
export async function changedMaterial(
  platform: Platform,
  kind: CredentialKind,
  wanted: z.output<typeof changedCredential>,
): Promise<Material | undefined> {
  if (kind === 'password') return wanted.password === undefined ? undefined : passwordMaterial(wanted.password)
  return wanted.privateKey === undefined ? undefined : keyMaterial(platform, wanted.privateKey, wanted.passphrase)
}

function passwordMaterial(password: string): Material {
  return { secret: { kind: 'password', password }, facts: { publicKey: null, keyType: null, fingerprint: null } }
}

function keyMaterial(platform: Platform, text: string, passphrase?: string): Material {
  const { privateKey, ...facts } = platform.keyTool.inspectPrivateKey(text, passphrase)
  return { secret: { kind: 'private-key', privateKey }, facts }
}
