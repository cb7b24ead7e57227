import type { Visitor } from '../support/visitor'
import { type Entry, entries } from './entries'
import { type Outcome, tryWay } from './try'
import { contents, eventsAfter, lastEvent, type World } from './world'

/** What must come of a try: and how many events must say that it was denied, where it isn't as the outcome says by itself. */
export interface Expected {
  kind: Outcome['kind']
  denials?: number
}

/**
 * Tries every way in as this visitor. Answers, in words, each that came out otherwise than expected, or, where it was denied,
 * left more behind than the event that says so.
 */
export async function tryCells(
  world: World,
  visitor: Visitor,
  expect: (way: string, entry: Entry) => Expected,
): Promise<string[]> {
  const wrong: string[] = []
  for (const [way, entry] of Object.entries(entries)) {
    const { kind, denials } = expect(way, entry)
    const may = kind === 'admitted'
    const [before, last] = [contents(world.node), lastEvent(world.node)]
    const outcome = await tryWay(world, visitor, way, entry, may)
    if (outcome.kind !== kind) wrong.push(`${way}: ${outcome.kind} (${outcome.detail}), not ${kind}`)
    if (may) continue
    if (contents(world.node) !== before) wrong.push(`${way}: it left something behind`)
    const left = eventsAfter(world.node, last)
    const denied = left.filter(({ outcome: how }) => how === 'denied')
    if (left.length !== denied.length) wrong.push(`${way}: left ${JSON.stringify(left)}`)
    // Whose role doesn't allow it is told so, and that is in the log; what might as well not exist is no event.
    const told = kind === 'refused' && outcome.detail.includes('not-allowed') ? 1 : 0
    if (denied.length !== (denials ?? told)) wrong.push(`${way}: ${denied.length} events say that it was denied`)
  }
  return wrong
}
