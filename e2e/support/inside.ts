import { pino } from 'pino'
import type { BuiltInRole } from '@/core/access/roles'
import type { ConsoleActor, UserActor } from '@/core/actor'
import { readConfig } from '@/core/config'
import { webSessionCookieName } from '@/core/identity/cookie'
import { openWebSession } from '@/core/identity/sign-in'
import { createUser } from '@/core/identity/users'
import { NameBook } from '@/core/inventory/names'
import type { Platform } from '@/core/platform'
import { noLiveSessions } from '@/core/sessions/live'
import { inTransaction, takeTurn } from '@/core/transaction'
import { openVault } from '@/core/vault/open-vault'
import { sshKeyTool } from '@/gateway/ssh-keys'
import { openDatabase } from '@/prisma/client'
import type { GatehouseNode } from './node'
import { Visitor } from './visitor'

/** Whoever prepares a test's world. */
export const stagehand: ConsoleActor = { kind: 'console', name: 'stagehand' }

/** The core on a running node's data: prepares in a moment what people would take minutes for. Close it in the end. */
export type Inside = Platform & { close(): Promise<void> }

export async function goInside(node: GatehouseNode): Promise<Inside> {
  const config = readConfig(node.environment())
  const db = await openDatabase(config.databaseUrl)
  const vault = await openVault({ db, masterKeyFile: config.masterKeyFile })
  const log = pino({ level: 'silent' })
  const close = () => db.$disconnect()
  return { config, db, vault, keyTool: sshKeyTool, names: new NameBook(), live: noLiveSessions, log, close }
}

/** Someone who has signed in, as the core knows them and as their browser. */
export interface Person {
  actor: UserActor
  visitor: Visitor
}

/**
 * Adds someone without a password who has signed in; the browser has the cookie of a web session like any other.
 * `secondFactor`: an identity provider vouched for one.
 */
export async function addPerson(
  inside: Inside,
  node: GatehouseNode,
  { name, role, secondFactor = false }: { name: string; role: BuiltInRole; secondFactor?: boolean },
): Promise<Person> {
  const { id } = await createUser(inside, stagehand, { name, role })
  await inside.db.oneTimeLink.deleteMany({ where: { userId: id } })
  return signInAgain(inside, node, { id }, secondFactor)
}

/** Another browser of theirs, signed in. */
export async function signInAgain(
  inside: Inside,
  node: GatehouseNode,
  { id }: { id: string },
  secondFactor = false,
): Promise<Person> {
  const browser = { clientAddress: '127.0.0.1', userAgent: 'a test', device: null }
  const proof = secondFactor ? ({ by: 'test', secondFactor: 'provider' } as const) : {}
  const { token, actor } = await inTransaction(inside.db, async (tx) => {
    await takeTurn(tx)
    const user = await tx.user.findUniqueOrThrow({ where: { id } })
    return openWebSession(inside, tx, user, browser, proof)
  })
  const visitor = new Visitor(node.url)
  visitor.setCookie(webSessionCookieName(inside.config), token)
  return { actor, visitor }
}
