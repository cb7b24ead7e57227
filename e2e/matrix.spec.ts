import { expect, test } from './fixtures'
import { entries } from './matrix/entries'
import { waysIn } from './matrix/surfaces'
import { tryWay } from './matrix/try'
import { buildWorld, callers, contents, eventsAfter, type World } from './matrix/world'

test('every way in is in the matrix, and nothing in the matrix is gone', () => {
  expect(Object.keys(entries).toSorted()).toEqual(waysIn())
})

test.describe('who comes in by which way', () => {
  let world: World

  test.beforeAll(async () => {
    world = await buildWorld()
  })
  test.afterAll(() => world?.close())

  for (const caller of callers) {
    test(caller, async () => {
      const wrong: string[] = []
      for (const [way, entry] of Object.entries(entries)) {
        const may = entry.may.includes(caller)
        const [before, [last]] = [contents(world.node), eventsAfter(world.node, 0).slice(-1)]
        const outcome = await tryWay(world, caller, way, entry, may)
        const expected = may ? 'admitted' : ['anonymous', 'enrolling'].includes(caller) ? 'sent away' : 'refused'
        if (outcome.kind !== expected) wrong.push(`${way}: ${outcome.kind} (${outcome.detail}), not ${expected}`)
        if (may) continue
        if (contents(world.node) !== before) wrong.push(`${way}: it left something behind`)
        const left = eventsAfter(world.node, last?.seq ?? 0)
        const denied = left.filter(({ outcome: how }) => how === 'denied')
        if (left.length !== denied.length) wrong.push(`${way}: left ${JSON.stringify(left)}`)
        // Whose role doesn't allow it is told so, and that is in the log; what might as well not exist is no event.
        const told = expected === 'refused' && outcome.detail.includes('not-allowed')
        if (denied.length !== (told ? 1 : 0)) wrong.push(`${way}: ${denied.length} events say that it was denied`)
      }
      expect(wrong, wrong.join('\n')).toEqual([])
    })
  }
})
