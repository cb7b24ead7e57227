import { randomUUID } from 'node:crypto'
import { createGrant, deleteGrant } from '@/core/access/grants'
import { changeMembers, createGroup } from '@/core/identity/groups'
import { changeHostMembers, createHostGroup } from '@/core/inventory/host-groups'
import { createHost } from '@/core/inventory/hosts'
import { createCredential } from '@/core/vault/credentials'
import { type RunningSshd, startSshd } from '@/gateway/testing/sshd'
import { addPerson, goInside, type Inside, type Person, stagehand } from '../support/inside'
import { LiveClient } from '../support/live-client'
import { GatehouseNode } from '../support/node'
import type { Holding } from './shapes'

/** A host that people may or may not reach. */
export interface Place {
  hostId: string
  accountId: string
  name: string
  tag: string
  address: string
  port: number
  login: string
}

/** A node with two hosts that answer, one that doesn't, and two administrators who approve; everyone else comes by shape. */
export interface Stage {
  node: GatehouseNode
  inside: Inside
  saltmarsh: Place
  commons: Place
  elsewhereId: string
  teamId: string
  /** With the first of the hosts in it. */
  hostGroupId: string
  emptyGroupId: string
  administrators: [Person, Person]
  /** A shell for this person on this host, but for what differs. */
  grantFor: (person: Person, place: Place, change: Record<string, unknown>) => Record<string, unknown>
  /** Says that grants have changed, after rows were written by hand. */
  touchGrants: () => Promise<void>
  close: () => Promise<void>
}

const settings = {
  GATEHOUSE_QUICK_CONNECT: 'operators',
  GATEHOUSE_ACCEPT_HOST_KEYS: 'operators',
  GATEHOUSE_REQUEST_MAX_PENDING: '50',
}

export async function setStage(): Promise<Stage> {
  const servers = [await startSshd(), await startSshd()] as const
  const node = await GatehouseNode.start({ settings })
  const inside = await goInside(node)
  const administrators: [Person, Person] = [
    await addPerson(inside, node, { name: 'ada', role: 'administrator' }),
    await addPerson(inside, node, { name: 'ben', role: 'administrator' }),
  ]
  const saltmarsh = await addPlace(inside, servers[0], 'saltmarsh', 'brackish')
  const commons = await addPlace(inside, servers[1], 'commons', 'common')
  const { id: elsewhereId } = await createHost(inside, stagehand, { name: 'elsewhere', address: '192.0.2.7' })
  const { id: teamId } = await createGroup(inside, stagehand, { name: 'a team' })
  const { id: hostGroupId } = await createHostGroup(inside, stagehand, { name: 'some hosts' })
  await changeHostMembers(inside, stagehand, hostGroupId, { add: [saltmarsh.hostId] })
  const { id: emptyGroupId } = await createHostGroup(inside, stagehand, { name: 'no hosts' })
  const grantFor = (person: Person, place: Place, change: Record<string, unknown>) => ({
    ...{ name: `grant ${randomUUID()}`, userIds: [person.actor.id], hostIds: [place.hostId], capabilities: ['shell'] },
    ...change,
  })
  for (const place of [saltmarsh, commons]) await acceptKey(inside, administrators[0], place, grantFor)
  return {
    ...{ node, inside, saltmarsh, commons, elsewhereId, teamId, hostGroupId, emptyGroupId, administrators, grantFor },
    touchGrants: async () => {
      const nobody = { everyone: true, hostIds: [elsewhereId], capabilities: ['sharing'], disabled: true }
      await createGrant(inside, stagehand, { name: `touch ${randomUUID()}`, ...nobody })
    },
    close: async () => {
      await inside.close()
      await node.dispose()
      for (const server of servers) await server.stop()
    },
  }
}

async function addPlace(inside: Inside, server: RunningSshd, name: string, tag: string): Promise<Place> {
  const { host: address, port, login, privateKey } = server
  const credential = { kind: 'private-key', name: `${name} key`, privateKey }
  const { id: credentialId } = await createCredential(inside, stagehand, credential)
  const accounts = [{ login, credentialId }, { login: 'deploy' }]
  const { id: hostId } = await createHost(inside, stagehand, { name, address, port, tags: [tag], accounts })
  const { id: accountId } = await inside.db.account.findFirstOrThrow({ where: { hostId, login } })
  return { hostId, accountId, name, tag, address, port, login }
}

/** The host's key is known from then on; the grant that it took is gone, and the session with it. */
async function acceptKey(inside: Inside, person: Person, place: Place, grantFor: Stage['grantFor']): Promise<void> {
  const { id } = await createGrant(inside, stagehand, grantFor(person, place, {}))
  const live = await LiveClient.connect(person.visitor)
  const { sessionId } = await live.open({ kind: 'account', accountId: place.accountId })
  await live.acceptHostKey(sessionId)
  await live.until(() => live.states.at(-1)?.state === 'open')
  await deleteGrant(inside, stagehand, id)
  await live.until(() => live.end !== undefined)
  live.close()
}

let people = 0

/** Someone who holds what the shape says. */
export async function cast(stage: Stage, holding: Holding): Promise<{ person: Person; place: Place }> {
  const { inside, node, teamId, grantFor } = stage
  const place = holding.place === 'commons' ? stage.commons : stage.saltmarsh
  const { role = 'operator', secondFactor, inTeam, since } = holding
  const person = await addPerson(inside, node, { name: `player ${++people}`, role, secondFactor })
  if (inTeam) await changeMembers(inside, stagehand, teamId, { add: [person.actor.id], remove: [] })
  const ids: string[] = []
  for (const change of holding.grants?.(stage, place) ?? []) {
    ids.push((await createGrant(inside, stagehand, grantFor(person, place, change))).id)
  }
  await since?.(stage, person, ids[0] ?? '', place)
  return { person, place }
}
