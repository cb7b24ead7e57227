import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import type { Prisma, Tx } from '@/prisma/client'
import { requireAllowed } from '../access/decide'
import type { RemoteActor, UserActor } from '../actor'
import { appendAudit } from '../audit/append'
import { GatehouseError } from '../errors'
import { parseInput } from '../list'
import type { Platform } from '../platform'
import { foldKey } from '../text'
import { inTransaction, takeTurn, writeNamed } from '../transaction'
import { newSnippetInput, type SnippetScope, snippetInput } from './snippet-input'

/** So many a person may have, and so many may be shared: the picker loads them all. */
export const maxSnippets = 500

/** Who may change a snippet of a scope: one's own everybody, shared ones administrators. */
export const editAction = { own: 'snippet.edit-own', shared: 'snippet.edit-shared' } as const

/**
 * Adds a snippet ({@link newSnippetInput}), one's own or, with scope `shared`, everybody's. Throws `not-allowed`, `invalid-input`,
 * `already-exists` for a name that the scope has, `limit-reached`.
 */
export async function createSnippet(platform: Platform, actor: UserActor, input: unknown): Promise<{ id: string }> {
  const { scope, basedOn: _, ...wanted } = parseInput(newSnippetInput, input)
  requireAllowed(actor, editAction[scope], platform.config.access)
  const id = randomUUID()
  const now = new Date()
  const place = { scope: scopeKey(scope, actor), ownerId: scope === 'own' ? actor.id : null }
  await writeNamed(platform.db, { what: 'snippet', name: wanted.name }, async (tx) => {
    await takeTurn(tx)
    if ((await tx.snippet.count({ where: { scope: place.scope } })) >= maxSnippets) {
      throw new GatehouseError('limit-reached', { what: 'snippets', limit: maxSnippets })
    }
    const row = await tx.snippet.create({ data: { id, ...place, ...columns(wanted), createdAt: now, updatedAt: now } })
    await audit(tx, actor, 'snippet.create', row, { after: snapshot(row) })
  })
  return { id }
}

/**
 * Replaces what a snippet holds ({@link snippetInput}); its scope stays. Throws as {@link createSnippet}, `not-found` for one that is
 * neither shared nor one's own, and `conflict` when `basedOn` is given and it changed since.
 */
export async function updateSnippet(platform: Platform, actor: UserActor, id: string, input: unknown): Promise<void> {
  const { basedOn, ...wanted } = parseInput(snippetInput, input)
  await writeNamed(platform.db, { what: 'snippet', name: wanted.name }, async (tx) => {
    const present = await editable(platform, tx, actor, id)
    if (basedOn && basedOn.getTime() !== present.updatedAt.getTime()) {
      throw new GatehouseError('conflict', { reason: 'edited-meanwhile', what: 'snippet' })
    }
    const row = await tx.snippet.update({ where: { id }, data: { ...columns(wanted), updatedAt: new Date() } })
    await audit(tx, actor, 'snippet.update', row, { before: snapshot(present), after: snapshot(row) })
  })
}

/** Deletes a snippet. Throws `not-allowed`, `not-found`. */
export async function deleteSnippet(platform: Platform, actor: UserActor, id: string): Promise<void> {
  await inTransaction(platform.db, async (tx) => {
    const present = await editable(platform, tx, actor, id)
    await tx.snippet.delete({ where: { id } })
    await audit(tx, actor, 'snippet.delete', present, { before: snapshot(present) })
  })
}

type Row = Prisma.SnippetGetPayload<Record<string, never>>

/** The column that names a scope, and makes names unique within it. */
export function scopeKey(scope: SnippetScope, actor: RemoteActor): string {
  return scope === 'shared' ? 'shared' : `user:${actor.id}`
}

/** A snippet that this person may change; someone else's own is not there for anybody. */
async function editable(platform: Platform, tx: Tx, actor: UserActor, id: string): Promise<Row> {
  await takeTurn(tx)
  const row = await tx.snippet.findUnique({ where: { id } })
  if (!row || (row.ownerId !== null && row.ownerId !== actor.id)) {
    throw new GatehouseError('not-found', { what: 'snippet' })
  }
  requireAllowed(actor, editAction[row.ownerId === null ? 'shared' : 'own'], platform.config.access)
  return row
}

function columns({ name, text, description, runs }: Omit<z.output<typeof snippetInput>, 'basedOn'>) {
  const searchKey = foldKey([name, description, text].join('\n'))
  return { name, nameKey: foldKey(name), text, description, runs, searchKey }
}

function snapshot({ name, text, description, runs }: Row) {
  return { name, text, description, runs }
}

async function audit(
  tx: Tx,
  actor: UserActor,
  action: 'snippet.create' | 'snippet.update' | 'snippet.delete',
  row: Row,
  change: { before?: ReturnType<typeof snapshot>; after?: ReturnType<typeof snapshot> },
): Promise<void> {
  await appendAudit(tx, {
    actor,
    action,
    outcome: 'success',
    target: { kind: 'snippet', id: row.id, name: row.name },
    detail: { scope: row.ownerId === null ? 'shared' : 'own', ...change },
  })
}
