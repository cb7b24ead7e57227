import { createHash, randomUUID } from 'node:crypto'
import { existsSync, lstatSync, mkdirSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { GatehouseError } from '@/core/errors'

/** The longest path a Unix socket may have (sun_path) is 108 bytes on Linux, 104 elsewhere. */
const longestSocketPath = 100

/** Whose sockets they are: the name of their folder in the data folder. */
export type SocketOwners = 'keepers' | 'pages'

/**
 * A path for a new socket, in a folder for this user alone: in the data folder, or, where that path is too long for a
 * socket, in the system's folder for what is temporary. Throws `data-folder-unwritable` when that one is another user's.
 */
export function newSocketPath(dataFolder: string, owners: SocketOwners): string {
  const name = `${randomUUID().slice(0, 8)}.sock`
  const path = join(dataFolder, owners, name)
  const fits = path.length <= longestSocketPath
  const folder = fits ? join(dataFolder, owners) : shortFolder(dataFolder, owners)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  if (!fits) requireOurs(folder)
  return join(folder, name)
}

/** The sockets that are listened on, or were left behind. */
export function socketPaths(dataFolder: string, owners: SocketOwners): string[] {
  return [join(dataFolder, owners), shortFolder(dataFolder, owners)].filter(existsSync).flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.sock'))
      .map((name) => join(folder, name)),
  )
}

/** Where everyone may make folders, someone else may have been first. */
function requireOurs(folder: string): void {
  const { uid, mode } = lstatSync(folder)
  if (uid !== process.getuid?.() || (mode & 0o077) !== 0) throw new GatehouseError('data-folder-unwritable', { folder })
}

function shortFolder(dataFolder: string, owners: SocketOwners): string {
  const id = createHash('sha256').update(dataFolder).digest('hex').slice(0, 12)
  // The keepers' keeps the name that an earlier version, whose keepers may still run, has given it.
  return join(tmpdir(), owners === 'keepers' ? `gatehouse-${id}` : `gatehouse-${id}-${owners}`)
}
