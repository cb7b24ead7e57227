import type { Config } from '../config'
import { GatehouseError } from '../errors'

/** Throws `mail-unavailable` where a mail would reach nobody: there is no mail server, or no address (`reason` says which). */
export function requireMailable({ smtp }: Pick<Config, 'smtp'>, email: string | null): void {
  if (!smtp) throw new GatehouseError('mail-unavailable', { reason: 'server' })
  if (email === null) throw new GatehouseError('mail-unavailable', { reason: 'address' }, { email: 'required' })
}
