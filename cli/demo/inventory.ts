import { createGrant } from '@/core/access/grants'
import type { Actor } from '@/core/actor'
import { GatehouseError } from '@/core/errors'
import { createHost, getHost, listHosts, updateHost } from '@/core/inventory/hosts'
import type { Platform } from '@/core/platform'
import { createCredential, findCredentialByName, getCredential } from '@/core/vault/credentials'

const name = 'demo'

/** The demonstration's key, made in the vault at the first start. Resolves to its id and its public half. */
export async function demoKey(platform: Platform, actor: Actor): Promise<{ id: string; publicKey: string }> {
  const id = await findCredentialByName(platform, actor, name).catch(async (error: unknown) => {
    if (!(error instanceof GatehouseError && error.code === 'not-found')) throw error
    return (await createCredential(platform, actor, { kind: 'generated-key', name })).id
  })
  const { publicKey } = await getCredential(platform, actor, id)
  if (!publicKey) throw new Error('The credential "demo" is not a key; rename it, and start the demonstration again.')
  return { id, publicKey }
}

/** Puts the demonstration's host into the inventory with a grant for everyone, or moves it to the port it has now. Other changes to it are kept. */
export async function demoHost(
  platform: Platform,
  actor: Actor,
  at: { port: number; login: string; credentialId: string },
): Promise<void> {
  const { rows } = await listHosts(platform, actor, { q: name })
  const present = rows.find((host) => host.name === name)
  if (!present) {
    const { id } = await createHost(platform, actor, {
      name,
      address: '127.0.0.1',
      port: at.port,
      tags: ['demo'],
      notes: 'A throw-away SSH server on this machine, started by `npm run up -- --demo`. It ends with Gatehouse.',
      accounts: [{ login: at.login, credentialId: at.credentialId }],
    })
    await createGrant(platform, actor, {
      name: `Everyone: ${name}`,
      description: 'So that there is something to open.',
      everyone: true,
      hostIds: [id],
      capabilities: ['shell'],
    })
  } else if (present.port !== at.port) {
    const host = await getHost(platform, actor, present.id)
    const accounts = host.accounts.map(({ id, login, credential }) => ({ id, login, credentialId: credential?.id }))
    await updateHost(platform, actor, host.id, { ...host, accounts, port: at.port })
  }
}
