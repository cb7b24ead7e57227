import { randomUUID } from 'node:crypto'
import Database from 'better-sqlite3'
import { auditActions } from '@/core/audit/actions'
import { genesisHash, type HashedEvent, hashEvent } from '@/core/audit/append'
import { foldKey } from '@/core/text'

/** Appends this many valid events to the audit log of a SQLite database that nobody else has open: chained, as if they had happened. */
export function fillAudit(database: string, events: number): void {
  const db = new Database(database)
  db.pragma('journal_mode = WAL')
  // It is thrown away after the run.
  db.pragma('synchronous = OFF')
  const head = db.prepare('SELECT seq, hash FROM AuditHead').get() as { seq: number; hash: string } | undefined
  let { seq, hash } = head ?? { seq: 0, hash: genesisHash }
  const columns = [...Object.keys(eventAt(1, hash, 0)), 'hash', 'searchKey']
  const insert = db.prepare(
    `INSERT INTO AuditEvent (${columns.map((name) => `"${name}"`).join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
  )
  const begin = Date.now() - events * 1000
  db.transaction(() => {
    for (let n = 0; n < events; n++) {
      seq += 1
      const event = eventAt(seq, hash, begin + n * 1000)
      hash = hashEvent(event)
      const { actorName, action, targetName, hostName, clientAddress } = event
      const searchKey = foldKey([actorName, action, targetName, hostName, clientAddress].join('\n'))
      insert.run(...Object.values({ ...event, at: event.at.toISOString() }), hash, searchKey)
    }
    db.prepare('UPDATE AuditHead SET seq = ?, hash = ?').run(seq, hash)
  })()
  db.close()
}

const hosts = Array.from({ length: 500 }, (_, n) => ({ id: randomUUID(), name: `db-${n}.example.net` }))
const people = Array.from({ length: 40 }, (_, n) => ({ id: randomUUID(), name: `person ${n}` }))

function eventAt(seq: number, prevHash: string, at: number): HashedEvent {
  const host = hosts[(seq * 7919) % hosts.length]
  const person = people[(seq * 104_729) % people.length]
  return {
    seq,
    id: randomUUID(),
    at: new Date(at),
    actorKind: 'user',
    actorId: person?.id ?? null,
    actorName: person?.name ?? '',
    clientAddress: `10.0.${seq % 200}.${(seq * 31) % 250}`,
    action: auditActions[seq % auditActions.length] ?? 'session.start',
    outcome: 'success',
    targetKind: 'host',
    targetId: host?.id ?? null,
    targetName: host?.name ?? null,
    hostId: host?.id ?? null,
    hostName: host?.name ?? null,
    sessionId: null,
    detail: JSON.stringify({ address: '10.1.2.3', port: 22, login: 'root', kind: 'inventory' }),
    prevHash,
  }
}
