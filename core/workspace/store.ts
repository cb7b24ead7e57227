import { requireAllowed } from '../access/decide'
import type { UserActor } from '../actor'
import { GatehouseError } from '../errors'
import { parseInput } from '../list'
import type { Platform } from '../platform'
import { isUniqueViolation } from '../transaction'
import { mergeWorkspaces } from './model/merge'
import { emptyWorkspace, type Workspace } from './model/types'
import { saveWorkspaceInput, workspaceMaxLength, workspaceSchema } from './schema'

export interface StoredWorkspace {
  workspace: Workspace
  /** Counts the writes; 0 when nothing is stored. */
  version: number
}

/** How often a write is tried while other windows of the same person write too. */
const attempts = 8

/** What is remembered of this person's workplace. What can't be read (another version wrote it) counts as nothing. */
export async function loadWorkspace(platform: Platform, actor: UserActor): Promise<StoredWorkspace> {
  requireAllowed(actor, 'session.open', platform.config.access)
  const row = await platform.db.workspace.findUnique({ where: { userId: actor.id } })
  return row ? { workspace: contentOf(row.content), version: row.version } : { workspace: emptyWorkspace, version: 0 }
}

/**
 * Remembers a window's workplace beside what other windows have stored: see {@link mergeWorkspaces}. A preference, so no
 * audit event. Throws `invalid-input`, `too-large`, and `conflict` when others keep writing.
 */
export async function saveWorkspace(
  platform: Platform,
  actor: UserActor,
  input: unknown,
): Promise<{ version: number }> {
  requireAllowed(actor, 'session.open', platform.config.access)
  const { workspace, closed } = parseInput(saveWorkspaceInput, input)
  for (let attempt = 1; attempt <= attempts; attempt++) {
    const stored = await loadWorkspace(platform, actor)
    const content = JSON.stringify(mergeWorkspaces(workspace, stored.workspace, closed))
    if (content.length > workspaceMaxLength) throw new GatehouseError('too-large', { what: 'workspace' })
    if (await write(platform, actor.id, stored.version, content)) return { version: stored.version + 1 }
  }
  throw new GatehouseError('conflict', { what: 'workspace' })
}

/** Writes if the stored version is still this one; whether it was. */
async function write({ db }: Platform, userId: string, version: number, content: string): Promise<boolean> {
  const data = { content, version: version + 1, updatedAt: new Date() }
  if (version > 0) return (await db.workspace.updateMany({ where: { userId, version }, data })).count === 1
  try {
    await db.workspace.create({ data: { userId, ...data } })
    return true
  } catch (error) {
    if (isUniqueViolation(error)) return false
    throw error
  }
}

function contentOf(text: string): Workspace {
  try {
    const parsed = workspaceSchema.safeParse(JSON.parse(text))
    return parsed.success ? parsed.data : emptyWorkspace
  } catch {
    return emptyWorkspace
  }
}
