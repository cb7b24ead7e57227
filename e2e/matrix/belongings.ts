import { randomUUID } from 'node:crypto'
import { createGrant } from '@/core/access/grants'
import { createPersonalToken } from '@/core/identity/api-tokens'
import { newPasswordLink } from '@/core/identity/user-passwords'
import { createHost } from '@/core/inventory/hosts'
import { askAccess } from '@/core/requests/ask'
import { createSnippet } from '@/core/snippets/snippets'
import { addPerson, type Inside, type Person, signInAgain, stagehand } from '../support/inside'
import type { GatehouseNode } from '../support/node'

/** In everything that is theirs and has words: nobody else ever reads it. */
export const markOf = (name: string) => `words-of-${name}`

/** Someone with one of each thing that can be someone's: the things' ids, by what they are. */
export async function settle(inside: Inside, node: GatehouseNode, name: string) {
  const owner = await addPerson(inside, node, { name, role: 'operator' })
  const { actor } = owner
  const mark = markOf(name)
  const { hostId, accountId } = await hostFor(inside, owner)
  const { id: snippet } = await createSnippet(inside, actor, { name: mark, text: mark })
  const { id: token } = await createPersonalToken(inside, actor, { name: mark, scopes: ['hosts:read'], days: 1 })
  const wanted = { hostId, login: 'root', minutes: 60, reason: mark }
  const { id: request } = await askAccess(inside, actor, wanted)
  const { id: askedTwice } = await askAccess(inside, actor, wanted)
  const { actor: elsewhere } = await signInAgain(inside, node, actor)
  const { deviceId } = await inside.db.webSession.findUniqueOrThrow({ where: { id: elsewhere.webSessionId } })
  await newPasswordLink(inside, stagehand, actor.id)
  const { id: link } = await inside.db.oneTimeLink.findFirstOrThrow({ where: { userId: actor.id } })
  const [passkey, session] = [await addPasskey(inside, actor), await addSession(inside, owner, hostId)]
  const { webSessionId } = elsewhere
  const things = { user: actor.id, snippet, token, request, askedTwice, link, passkey, session, hostId, accountId }
  return { owner, things: { ...things, webSession: webSessionId, device: deviceId ?? '' } }
}

/** A host that is there for its owner alone, who may ask for it. */
async function hostFor(inside: Inside, { actor }: Person): Promise<{ hostId: string; accountId: string }> {
  const name = markOf(actor.name)
  const accounts = [{ login: 'root' }]
  const address = `${actor.name}.example.com`
  const { id: hostId } = await createHost(inside, stagehand, { name, address, tags: [name], accounts })
  const whom = { userIds: [actor.id], hostIds: [hostId], capabilities: ['shell'], approvals: 1 }
  await createGrant(inside, stagehand, { name, ...whom })
  const { id: accountId } = await inside.db.account.findFirstOrThrow({ where: { hostId } })
  return { hostId, accountId }
}

/** Nobody shows it: it is there to be renamed and removed. */
async function addPasskey({ db }: Inside, { id: userId, name }: Person['actor']): Promise<string> {
  const row = { id: randomUUID(), userId, credentialId: randomUUID(), publicKey: new Uint8Array(1), counter: 0 }
  await db.passkey.create({
    data: { ...row, transports: '[]', name: markOf(name), backedUp: false, createdAt: new Date() },
  })
  return row.id
}

async function addSession({ db }: Inside, { actor }: Person, hostId: string): Promise<string> {
  const id = randomUUID()
  const { id: userId, name: userName, clientAddress } = actor
  const mark = markOf(userName)
  const where = { hostId, hostName: mark, address: 'own.example.com', port: 22, login: 'root', searchKey: mark }
  const when = { startedAt: new Date(), endedAt: new Date(), state: 'closed' }
  await db.session.create({
    data: { id, kind: 'inventory', userId, userName, clientAddress, ...where, ...when, reason: mark },
  })
  return id
}
