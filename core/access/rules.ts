import type { Db } from '@/prisma/client'
import { type AuditAction, auditActions } from '../audit/actions'
import { GatehouseError } from '../errors'
import type { Platform } from '../platform'
import type { Grant } from './grant'
import { grantOf, grantRowSelect } from './grant-rows'
import { indexGrants, type Rules } from './rule-index'

/**
 * The rules, and the audit event up to which they are true. Every change of a row writes its audit event in the same
 * transaction, and the chain's lock puts writers in line: so the log says, to every process alike, whether anything changed.
 */
export interface KnownRules {
  rules: Rules
  seq: number
}

const grantActions = actionsOf('grant.')
/** What, besides the grants themselves, a decision reads: people, their groups, roles and factors, hosts, their tags and groups, and which host a session is on. */
const factActions = actionsOf(
  'user.',
  'group.',
  'role.',
  'second-factor.',
  'host.',
  'host-group.',
  'session.recognised',
)

const known = new WeakMap<Db, Promise<KnownRules>>()

/** Grants are read so many at a time, so that a keystroke gets its turn in between. */
const pageSize = 500
/** Beyond so many events it is quicker to read the grants again than to look through the log. */
const mostEvents = 2000

/**
 * The grants as they are at this moment, from memory unless one was changed since. Asked before each decision: costs one
 * read of one row, and a second one after something was written to the audit log. A grant that can't be read opens nothing.
 */
export async function loadRules(platform: Platform): Promise<KnownRules> {
  const { db } = platform
  const seq = await headOf(db)
  for (;;) {
    const present = known.get(db)
    const held = await present?.catch(() => undefined)
    if (held && (await holds(db, held, seq, grantActions))) {
      const { rules } = held
      if (held.seq < seq && known.get(db) === present) known.set(db, Promise.resolve({ rules, seq }))
      return { rules, seq: Math.max(seq, held.seq) }
    }
    // Of several who find out at once, one reads and the others wait for it.
    if (known.get(db) === present) known.set(db, read(platform))
    await known.get(db)
  }
}

/** Whether grants, people, groups or hosts were changed after the event `since`. */
export async function groundsChanged(db: Db, since: number, until: number): Promise<boolean> {
  return !(await holds(db, { seq: since }, until, [...grantActions, ...factActions]))
}

async function holds(db: Db, { seq }: { seq: number }, head: number, actions: AuditAction[]): Promise<boolean> {
  if (seq >= head) return true
  if (head - seq > mostEvents) return false
  const change = await db.auditEvent.findFirst({
    where: { seq: { gt: seq, lte: head }, action: { in: actions } },
    select: { seq: true },
  })
  return change === null
}

/** Reads every grant. A change in the midst of it would mix what a grant was with what it became: then from the beginning. */
async function read(platform: Platform): Promise<KnownRules> {
  for (let attempt = 0; attempt < 10; attempt++) {
    const seq = await headOf(platform.db)
    const grants = await readGrants(platform)
    if (await holds(platform.db, { seq }, await headOf(platform.db), grantActions)) {
      return { seq, rules: indexGrants(grants) }
    }
  }
  throw new GatehouseError('conflict', { what: 'grants' })
}

async function readGrants({ db, log }: Platform): Promise<Grant[]> {
  const grants: Grant[] = []
  for (let after = ''; ; ) {
    const rows = await db.grant.findMany({
      where: { id: { gt: after } },
      select: grantRowSelect,
      orderBy: { id: 'asc' },
      take: pageSize,
    })
    for (const row of rows) {
      try {
        grants.push(grantOf(row))
      } catch (error) {
        log.error({ grantId: row.id, err: error }, 'a grant cannot be read; it opens nothing')
      }
    }
    const last = rows.at(-1)
    if (!last || rows.length < pageSize) return grants
    after = last.id
  }
}

async function headOf(db: Db): Promise<number> {
  const { seq } = await db.auditHead.findUniqueOrThrow({ where: { id: 'head' }, select: { seq: true } })
  return seq
}

function actionsOf(...prefixes: string[]): AuditAction[] {
  return auditActions.filter((action) => prefixes.some((prefix) => action.startsWith(prefix)))
}
