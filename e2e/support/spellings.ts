/** The ways in which a secret could lie in a file or an answer: as it is, escaped, encoded, in two-byte characters. */
export function spellings(secret: string): Buffer[] {
  const bytes = Buffer.from(secret, 'utf8')
  return [
    bytes,
    Buffer.from(JSON.stringify(secret).slice(1, -1)),
    Buffer.from(encodeURIComponent(secret)),
    Buffer.from(bytes.toString('base64').replace(/=+$/, '')),
    Buffer.from(bytes.toString('base64url')),
    Buffer.from(bytes.toString('hex')),
    Buffer.from(secret, 'utf16le'),
  ]
}
