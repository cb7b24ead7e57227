import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A key as ssh-keygen makes it with these options, such as `-t rsa -m PEM -N passphrase`. */
export function makeKey(...options: string[]): { privateKey: string; publicKey: string } {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-key-'))
  const path = join(folder, 'key')
  try {
    execFileSync('ssh-keygen', ['-q', '-f', path, ...options])
    return { privateKey: readFileSync(path, 'utf8'), publicKey: readFileSync(`${path}.pub`, 'utf8').trim() }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
