import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { Tx } from '@/prisma/client'
import { askReach, grantsDetail, refusalOf } from '../access/ask'
import { decide, requireAllowed } from '../access/decide'
import type { ReachDecision } from '../access/reach'
import type { UserActor } from '../actor'
import { appendAudit, recordAudit } from '../audit/append'
import { GatehouseError, toGatehouseError } from '../errors'
import { pinnedKeysFor } from '../inventory/host-keys'
import { formatRange } from '../inventory/ranges'
import type { Platform } from '../platform'
import { foldKey } from '../text'
import { inTransaction } from '../transaction'
import { credentialDetail, openCredential } from './credential'
import type { AuthMaterial, OpenOrder } from './order'
import { findTargets, type Target } from './target'
import type { Opened, OpenTarget, ParsedOpenRequest } from './wire'

/** A session that may be placed in a keeper. */
export interface PreparedSession {
  order: OpenOrder
  opened: Opened
}

/** The most input that may wait for a slow host, in bytes: a whole paste, and some typing. */
const inputSlack = 256 * 1024

/**
 * The way to every session: asks whether this person may, finds the target and what proves who we are, and writes the
 * session, its recording's data key and the audit event, all before a byte flows. Throws `not-allowed`, `not-found`,
 * `no-access`, `limit-reached`, `invalid-input`, `target-unclear`, `credential-unusable`; anything else means that the record
 * can't be kept, and there is no session.
 */
export async function prepareSession(
  platform: Platform,
  actor: UserActor,
  request: ParsedOpenRequest,
): Promise<PreparedSession> {
  await requireOpen(platform, actor, request.target)
  await requireRoom(platform, actor)
  const targets = await findTargets(platform, actor, request.target)
  const reason = request.reason || null
  const { target, reach } = await requireReach(platform, actor, targets, reason)
  const pinnedKeys = await pinnedKeysFor(platform, target.place)
  const sessionId = randomUUID()
  const startedAt = new Date()
  const path = `${startedAt.toISOString().slice(0, 7)}/${sessionId}.ghrec`
  const { config, vault } = platform

  const { auth, key } = await inTransaction(platform.db, async (tx) => {
    await appendAudit(tx, {
      actor,
      action: 'session.start',
      outcome: 'success',
      sessionId,
      target: { kind: 'session', id: sessionId, name: `${target.login}@${target.hostName}` },
      host: hostOf(target),
      detail: {
        kind: target.kind,
        address: target.address,
        port: target.port,
        // What a name led to then.
        ...(target.resolved && !target.resolved.includes(target.address) ? { resolved: target.resolved } : {}),
        login: target.login,
        ...(reach ? { grants: grantsDetail(reach) } : {}),
        ...(reason ? { reason } : {}),
        credential: credentialDetail(target.credential),
      },
    })
    const grantId = reach && groundOf(reach)
    if (grantId) await tx.grant.updateMany({ where: { id: grantId }, data: { lastUsedAt: startedAt } })
    const material = await materialFor(platform, tx, actor, request.target, target)
    const dataKey = vault.createDataKey(`recording:${sessionId}`)
    await tx.session.create({
      data: {
        id: sessionId,
        kind: target.kind,
        state: 'dialing',
        userId: actor.id,
        userName: actor.name,
        hostId: target.place.kind === 'host' ? target.place.hostId : null,
        hostName: target.hostName,
        address: target.address,
        port: target.port,
        login: target.login,
        credentialId: target.credential.kept?.id,
        credentialKind: target.credential.origin,
        credentialName: target.credential.kept?.name,
        provenAt: new Date(actor.provenAt),
        grantId,
        reason,
        clientAddress: actor.clientAddress,
        startedAt,
        searchKey: foldKey([actor.name, target.hostName, target.address, target.login].join('\n')),
        recording: {
          create: {
            path,
            state: 'open',
            wrappedKey: dataKey.wrappedKey,
            masterKeyId: dataKey.masterKeyId,
            inputRecorded: config.recordInput,
          },
        },
      },
    })
    return { auth: material, key: dataKey.key }
  }).catch((error: unknown) => unusable(platform, actor, target, error))

  const { hostName, address, port, login, encoding } = target
  const size = { cols: request.cols, rows: request.rows }
  const opened = { sessionId, hostName, address, port, login, encoding, pasteLimitBytes: config.pasteLimitBytes }
  return {
    opened,
    order: {
      sessionId,
      target: { address, port, login, ...(target.resolved ? { resolved: target.resolved } : {}) },
      auth,
      pinnedKeys,
      mayAcceptHostKey: decide(actor, 'host-key.accept', config.access).allowed,
      size,
      term: request.term,
      forbiddenTargets: config.forbiddenTargets.map(formatRange),
      recording: {
        path: join(config.dataFolder, 'recordings', path),
        key: Buffer.from(key).toString('base64'),
        recordInput: config.recordInput,
        header: {
          sessionId,
          startedAt: startedAt.getTime(),
          ...size,
          term: request.term,
          userName: actor.name,
          hostName,
          address,
          port,
          login,
          ...(encoding === 'utf-8' ? {} : { encoding }),
        },
      },
      limits: {
        connectTimeoutMs: config.connectTimeoutMs,
        promptTimeoutMs: config.promptTimeoutMs,
        keepaliveMs: config.keepaliveMs,
        inputBytes: config.pasteLimitBytes + inputSlack,
        detachGraceMs: config.detachGraceMs,
        idleMs: config.sessionIdleMs,
        maxDurationMs: config.sessionMaxMs,
      },
      context: { owner: actor, place: target.place, opened },
    },
  }
}

/** A refusal is an event too. */
async function requireOpen(platform: Platform, actor: UserActor, target: OpenTarget): Promise<void> {
  const action = target.kind === 'quick' ? 'session.quick-connect' : 'session.open'
  const decision = decide(actor, action, platform.config.access)
  if (decision.allowed) return
  await recordAudit(platform.db, {
    actor,
    action: 'session.refused',
    outcome: 'denied',
    detail: { reason: decision.reason, kind: target.kind },
  })
  requireAllowed(actor, action, platform.config.access)
}

/**
 * A host of the inventory takes a grant, by whichever way it is reached; a place outside of it, none. Where an address leads
 * to several hosts it is the first that a grant opens. Throws `no-access`, `not-found`; the refusal is an event with what each
 * grant lacked.
 */
async function requireReach(
  platform: Platform,
  actor: UserActor,
  targets: readonly [Target, ...Target[]],
  reason: string | null,
): Promise<{ target: Target; reach: ReachDecision | null }> {
  let refused: { target: Target; reach: ReachDecision } | undefined
  for (const target of targets) {
    const { place, login, credential } = target
    if (place.kind !== 'host') return { target, reach: null }
    const reach = await askReach(platform, actor, {
      hostId: place.hostId,
      login,
      capability: 'shell',
      reason,
      credential: credential.origin,
      proofAgeMs: Date.now() - actor.provenAt,
    })
    if (reach.allowed) return { target, reach }
    refused ??= { target, reach }
  }
  if (!refused) throw new GatehouseError('not-found', { what: 'account' })
  const { target, reach } = refused
  await recordAudit(platform.db, {
    actor,
    action: 'session.refused',
    outcome: 'denied',
    host: hostOf(target),
    detail: {
      reason: reach.refusal ?? 'condition',
      kind: target.kind,
      login: target.login,
      grants: grantsDetail(reach),
    },
  })
  throw refusalOf(reach, actor)
}

/** The grant that a session rests on: of those that open it the one that does so the longest. */
export function groundOf({ matched }: ReachDecision): string | null {
  const open = matched.filter(({ failed }) => failed.length === 0)
  const [longest] = open.toSorted(
    (a, b) => (b.until ?? Number.POSITIVE_INFINITY) - (a.until ?? Number.POSITIVE_INFINITY),
  )
  return longest?.grant.id ?? null
}

async function requireRoom(platform: Platform, actor: UserActor): Promise<void> {
  const running = await platform.live.list()
  const { maxSessions, maxSessionsPerUser } = platform.config
  if (running.length >= maxSessions) throw new GatehouseError('limit-reached', { what: 'sessions', limit: maxSessions })
  if (running.filter((session) => session.userId === actor.id).length >= maxSessionsPerUser) {
    throw new GatehouseError('limit-reached', { what: 'sessions-per-user', limit: maxSessionsPerUser })
  }
}

async function materialFor(
  platform: Platform,
  tx: Tx,
  actor: UserActor,
  wanted: OpenTarget,
  target: Target,
): Promise<AuthMaterial> {
  if (wanted.kind === 'account') return openCredential(platform, tx, actor, target.credential)
  return wanted.password ? { kind: 'password', password: wanted.password } : { kind: 'ask' }
}

/** A credential that isn't sealed for whoever chose it is nobody's mistake but that of who changed the database: an event. */
async function unusable(platform: Platform, actor: UserActor, target: Target, error: unknown): Promise<never> {
  const { code } = toGatehouseError(error)
  if (code === 'credential-unusable') {
    await recordAudit(platform.db, {
      actor,
      action: 'session.refused',
      outcome: 'failure',
      host: hostOf(target),
      detail: { reason: code, kind: target.kind, login: target.login, credential: credentialDetail(target.credential) },
    })
  }
  throw error
}

function hostOf(target: Target): { id?: string; name: string } {
  return { id: target.place.kind === 'host' ? target.place.hostId : undefined, name: target.hostName }
}
