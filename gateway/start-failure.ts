import { ConfigError } from '@/core/config'
import { toGatehouseError } from '@/core/errors'
import { MigrationError } from '@/prisma/migrate'
import { PagesFailure } from './pages/pages-process'

/** What a start that can't go on says: one line that names what is wrong and what to do. */
export function startFailure(error: unknown): string {
  if (error instanceof ConfigError || error instanceof MigrationError || error instanceof PagesFailure) {
    return error.message
  }
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code === 'EADDRINUSE')
    return `${addressOf(error)} is in use by another program: stop it, or set PORT to another port.`
  if (code === 'EACCES' && addressOf(error) !== 'The address')
    return `${addressOf(error)} may not be used: ports below 1024 need rights; set PORT.`
  if (code === 'EADDRNOTAVAIL') return `${addressOf(error)} is not an address of this machine: set HOST.`
  const known = toGatehouseError(error)
  if (known.code === 'data-folder-unwritable') {
    return `The data folder ${known.params.folder} can't be written: give it to this user, or set GATEHOUSE_DATA to another folder.`
  }
  if (known.code === 'master-key-wrong') {
    return 'The master key is not the one this database was sealed with: put the right file in place (GATEHOUSE_MASTER_KEY_FILE).'
  }
  return `Gatehouse can't start: ${error instanceof Error ? error.message.split('\n').at(-1) : String(error)}`
}

function addressOf(error: unknown): string {
  if (error instanceof Error && 'address' in error && 'port' in error) return `${error.address}:${error.port}`
  return 'The address'
}
