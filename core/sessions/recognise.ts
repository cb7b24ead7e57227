import { askReach, grantsDetail } from '../access/ask'
import type { ReachDecision } from '../access/reach'
import type { UserActor } from '../actor'
import { appendAudit, recordAudit } from '../audit/append'
import { hostsKnownBy, type KeyPlace, placeOfHost } from '../inventory/host-keys'
import type { Platform } from '../platform'
import { foldKey } from '../text'
import { inTransaction } from '../transaction'
import { givenAtOpening } from './at-opening'
import { groundOf } from './open'
import type { PresentedKey } from './states'

/** What a key that a place outside the inventory shows says of it. */
export type Recognised =
  /** No host of the inventory is known by it. */
  | { kind: 'unknown' }
  /** It is this host, and a grant opens it: the session is one on that host from here on. */
  | { kind: 'granted'; place: KeyPlace }
  /** It is a host of the inventory, and no grant opens it to this person. */
  | { kind: 'refused' }

/**
 * A place that quick connect reached shows its key. Whoever proves to hold the key of a host of the inventory is that host,
 * whatever it was called (another name, another port, an address that is translated on the way): then its grant is asked, as
 * when it is reached by its address, before anything of a credential is sent. A refusal is an event.
 */
export async function recogniseHost(
  platform: Platform,
  owner: UserActor,
  sessionId: string,
  presented: PresentedKey,
): Promise<Recognised> {
  const hostIds = await hostsKnownBy(platform, [presented])
  if (hostIds.length === 0) return { kind: 'unknown' }
  const row = await platform.db.session.findUniqueOrThrow({ where: { id: sessionId } })
  const question = { login: row.login, capability: 'shell', ...givenAtOpening(row) } as const
  let refused: { hostId: string; reach: ReachDecision } | undefined
  // Hosts that were made from one image may share a key: then it is any of them.
  for (const hostId of hostIds) {
    const reach = await askReach(platform, owner, { hostId, ...question })
    if (reach.allowed) return grantedAs(platform, owner, row, { hostId, reach, presented })
    refused ??= { hostId, reach }
  }
  if (refused) {
    const place = await placeOfHost(platform, refused.hostId)
    const { reach } = refused
    await recordAudit(platform.db, {
      actor: owner,
      action: 'session.refused',
      outcome: 'denied',
      sessionId,
      host: hostOf(place),
      detail: {
        reason: reach.refusal ?? 'condition',
        kind: 'quick',
        login: row.login,
        address: row.address,
        port: row.port,
        fingerprint: presented.fingerprint,
        grants: grantsDetail(reach),
      },
    })
  }
  return { kind: 'refused' }
}

async function grantedAs(
  platform: Platform,
  owner: UserActor,
  row: { id: string; login: string; address: string; port: number; userName: string },
  { hostId, reach, presented }: { hostId: string; reach: ReachDecision; presented: PresentedKey },
): Promise<Recognised> {
  const place = await placeOfHost(platform, hostId)
  const { name } = hostOf(place)
  const grantId = groundOf(reach)
  await inTransaction(platform.db, async (tx) => {
    await appendAudit(tx, {
      actor: owner,
      action: 'session.recognised',
      outcome: 'success',
      sessionId: row.id,
      target: { kind: 'session', id: row.id, name: `${row.login}@${name}` },
      host: hostOf(place),
      detail: {
        address: row.address,
        port: row.port,
        fingerprint: presented.fingerprint,
        grants: grantsDetail(reach),
      },
    })
    if (grantId) await tx.grant.updateMany({ where: { id: grantId }, data: { lastUsedAt: new Date() } })
    const searchKey = foldKey([row.userName, name, row.address, row.login].join('\n'))
    await tx.session.update({ where: { id: row.id }, data: { hostId, hostName: name, grantId, searchKey } })
  })
  return { kind: 'granted', place }
}

function hostOf(place: KeyPlace): { id?: string; name: string } {
  return place.kind === 'host' ? { id: place.hostId, name: place.hostName } : { name: place.address }
}
