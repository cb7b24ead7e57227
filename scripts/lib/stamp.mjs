// Remembers what a step was done for, so that a second run can skip it: a file that holds a hash of the step's inputs.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { root } from './run.mjs'

/** A hash over the contents of files and folders (relative to the repository). What is missing counts as empty. */
export function hashOf(paths, ignore = () => false) {
  const hash = createHash('sha256').update(process.version)
  for (const path of paths) addTo(hash, path, ignore)
  return hash.digest('hex')
}

function addTo(hash, path, ignore) {
  const full = join(root, path)
  if (ignore(path) || !existsSync(full)) return
  if (!statSync(full).isDirectory()) {
    hash.update(path).update('\0').update(readFileSync(full)).update('\0')
    return
  }
  for (const name of readdirSync(full).sort()) addTo(hash, join(path, name), ignore)
}

/** Whether the stamp says that the step was done for exactly this hash. */
export function stampIs(file, hash) {
  const full = join(root, file)
  return existsSync(full) && readFileSync(full, 'utf8') === hash
}

/** Notes that the step was done for this hash. */
export function writeStamp(file, hash) {
  mkdirSync(dirname(join(root, file)), { recursive: true })
  writeFileSync(join(root, file), hash)
}
