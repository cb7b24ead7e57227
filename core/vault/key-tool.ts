/** What a private or public key is, without its secret. */
export interface KeyFacts {
  /** As in known_hosts and authorized_keys: `ssh-ed25519`, `ssh-rsa`, `ecdsa-sha2-nistp256` … */
  keyType: string
  /** `SHA256:` and the base64 without padding, as OpenSSH prints it. */
  fingerprint: string
  /** The public half in OpenSSH's one-line form: type, base64, comment. */
  publicKey: string
}

/** Reads and makes SSH keys. Implemented in gateway/ssh-keys.ts. */
export interface KeyTool {
  /**
   * Reads a private key (OpenSSH, PEM or PuTTY; RSA, ECDSA, Ed25519). `privateKey` is the same key without its passphrase,
   * in a form that every connection can use at once: the vault seals it, and no connection pays for the passphrase again.
   * Throws GatehouseError `key-unreadable`, `key-passphrase-needed`, `key-passphrase-wrong` or `key-type-unsupported`.
   */
  inspectPrivateKey(text: string, passphrase?: string): KeyFacts & { privateKey: string }
  /** A new Ed25519 key in OpenSSH's format, without a passphrase (the vault seals it). */
  generateEd25519(comment: string): Promise<KeyFacts & { privateKey: string }>
  /** Reads a public key blob (RFC 4253 section 6.6), base64. Throws `known-hosts-unreadable`. */
  inspectPublicKey(blobBase64: string): KeyFacts
}
