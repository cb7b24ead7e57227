import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

const nonceLength = 12
const tagLength = 16

/** AES-256-GCM with a fresh random nonce: nonce, ciphertext, tag in one piece. `context` is authenticated, not stored. */
export function sealBytes(key: Uint8Array, context: string, plain: Uint8Array): Uint8Array<ArrayBuffer> {
  const nonce = randomBytes(nonceLength)
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  cipher.setAAD(Buffer.from(context, 'utf8'))
  return Uint8Array.from(Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]))
}

/** The reverse of {@link sealBytes}. Throws an Error when the key or the context is another, or a byte was changed. */
export function openBytes(key: Uint8Array, context: string, sealed: Uint8Array): Uint8Array<ArrayBuffer> {
  if (sealed.length < nonceLength + tagLength) throw new Error('sealed bytes are too short')
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, nonceLength), { authTagLength: tagLength })
  decipher.setAAD(Buffer.from(context, 'utf8'))
  decipher.setAuthTag(sealed.subarray(sealed.length - tagLength))
  const body = sealed.subarray(nonceLength, sealed.length - tagLength)
  return Uint8Array.from(Buffer.concat([decipher.update(body), decipher.final()]))
}
