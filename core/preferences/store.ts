import type { UserActor } from '../actor'
import { appendAudit, type Json } from '../audit/append'
import { parseInput } from '../list'
import type { Platform } from '../platform'
import { inTransaction, takeTurn } from '../transaction'
import { defaultPreferences, type Preferences, preferencesSchema, readPreferences } from './preferences'

/** One's own preferences; the defaults for whoever has set none. */
export async function getPreferences(platform: Platform, actor: UserActor): Promise<Preferences> {
  const row = await platform.db.preferences.findUnique({ where: { userId: actor.id } })
  return row ? readPreferences(row.settings) : defaultPreferences
}

/**
 * Changes some of one's own preferences and leaves the others; answers all of them. Everyone who is signed in may: they
 * concern nobody else. Throws `invalid-input`.
 */
export async function changePreferences(platform: Platform, actor: UserActor, input: unknown): Promise<Preferences> {
  const change = parseInput(preferencesSchema.partial(), input)
  return inTransaction(platform.db, async (tx) => {
    await takeTurn(tx)
    const row = await tx.preferences.findUnique({ where: { userId: actor.id } })
    const before = row ? readPreferences(row.settings) : defaultPreferences
    const after = { ...before, ...change }
    const changed = differences(before, after)
    if (changed.length === 0) return before
    const stored = { settings: JSON.stringify(after), updatedAt: new Date() }
    await tx.preferences.upsert({
      where: { userId: actor.id },
      create: { userId: actor.id, ...stored },
      update: stored,
    })
    await appendAudit(tx, {
      actor,
      action: 'preferences.update',
      outcome: 'success',
      target: { kind: 'user', id: actor.id, name: actor.name },
      detail: { before: only(before, changed), after: only(after, changed) },
    })
    return after
  })
}

function differences(before: Preferences, after: Preferences): (keyof Preferences)[] {
  const names = Object.keys(before) as (keyof Preferences)[] // Made by the schema: its keys and no other.
  return names.filter((name) => before[name] !== after[name])
}

function only(preferences: Preferences, names: readonly (keyof Preferences)[]): Record<string, Json> {
  return Object.fromEntries(names.map((name) => [name, preferences[name]]))
}
