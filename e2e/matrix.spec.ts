import { expect, test } from './fixtures'
import { bearers, expectedOf, makeBearer } from './matrix/bearers'
import { tryCells } from './matrix/cells'
import { entries } from './matrix/entries'
import { waysIn } from './matrix/surfaces'
import { buildWorld, type Caller, callers, type World } from './matrix/world'
import { goInside, type Inside } from './support/inside'

test('every way in is in the matrix, and nothing in the matrix is gone', () => {
  expect(Object.keys(entries).toSorted()).toEqual(waysIn())
})

const outside: readonly Caller[] = ['anonymous', 'halfway', 'enrolling']

test.describe('who comes in by which way', () => {
  let world: World
  let inside: Inside

  test.beforeAll(async () => {
    world = await buildWorld()
    inside = await goInside(world.node)
  })
  test.afterAll(async () => {
    await inside?.close()
    await world?.close()
  })

  for (const caller of callers) {
    test(caller, async () => {
      const wrong = await tryCells(world, world.visitors[caller], (_, { may }) => ({
        kind: may.includes(caller) ? 'admitted' : outside.includes(caller) ? 'sent away' : 'refused',
      }))
      expect(wrong, wrong.join('\n')).toEqual([])
    })
  }

  for (const [n, [name, bearer]] of Object.entries(bearers).entries()) {
    test(name, async () => {
      const visitor = await makeBearer(inside, world.node, `bearer ${n}`, bearer, `198.51.100.${n + 1}`)
      // The first use of a token is an event; it is none of a refusal.
      if (!bearer.flaw) await visitor.request('/api/v1/hosts')
      const wrong = await tryCells(world, visitor, (way, entry) => expectedOf(bearer, way, entry))
      expect(wrong, wrong.join('\n')).toEqual([])
    })
  }
})
