import { expect, test } from './fixtures'
import { entries } from './matrix/entries'
import { lookEverywhere, needsOf, triedForHosts, tryAsking, tryChoosing, tryShells } from './matrix/host-ways'
import { holdings, shapes } from './matrix/shapes'
import { cast, type Stage, setStage } from './matrix/stage'
import { LiveClient } from './support/live-client'

test('every shape is made, and every way that names a host is tried for each', () => {
  expect(Object.keys(holdings).toSorted()).toEqual(shapes.map(({ holds }) => holds).toSorted())
  const named = Object.entries(entries).filter(([, entry]) => {
    const needs = needsOf(entry)
    return entry.may.includes('operator') && (needs.has('hostId') || needs.has('accountId'))
  })
  expect(named.map(([way]) => way).toSorted()).toEqual(triedForHosts.toSorted())
})

test.describe('who reaches a host', () => {
  let stage: Stage
  test.beforeAll(async () => {
    stage = await setStage()
  })
  test.afterAll(() => stage?.close())

  for (const shape of shapes) {
    test(shape.holds, async () => {
      const holding = holdings[shape.holds]
      if (!holding) throw new Error('there is no such shape')
      const { person, place } = await cast(stage, holding)
      if (shape.shell === 'gone') {
        await expect(LiveClient.connect(person.visitor)).rejects.toThrow('not-signed-in')
        expect((await person.visitor.request('/hosts')).headers.get('location')).toContain('/sign-in')
        expect(await tryAsking(stage, person, place, shape)).toEqual([])
        expect(await tryChoosing(person, place, shape)).toEqual([])
        return
      }
      const wrong = shape.host === "the role's" ? [] : await lookEverywhere(stage, person, place, shape)
      wrong.push(...(await tryShells(stage, person, place, shape, holding)))
      wrong.push(...(await tryAsking(stage, person, place, shape)))
      wrong.push(...(await tryChoosing(person, place, shape)))
      expect(wrong, wrong.join('\n')).toEqual([])
    })
  }
})
