import { appendFileSync } from 'node:fs'
import { test } from './fixtures'
import { lookEverywhere, tryAsking, tryShells } from './matrix/host-ways'
import { holdings, shapes } from './matrix/shapes'
import { cast, setStage } from './matrix/stage'

test('debug', async () => {
  test.setTimeout(900_000)
  const log = (text: string) => appendFileSync('/tmp/reach-wrong.log', `${new Date().toISOString()} ${text}\n`)
  log('START')
  const stage = await setStage()
  log('STAGE')
  for (const shape of shapes) {
    const holding = holdings[shape.holds]
    try {
      if (!holding) throw new Error('no such')
      const { person, place } = await cast(stage, holding)
      if (shape.shell === 'gone') continue
      const wrong = shape.host === "the role's" ? [] : await lookEverywhere(stage, person, place, shape)
      wrong.push(...(await tryShells(stage, person, place, shape, holding)))
      wrong.push(...(await tryAsking(stage, person, place, shape)))
      log(`${shape.holds}: ${wrong.length ? `\n   ${wrong.join('\n   ')}` : 'ok'}`)
    } catch (error) {
      log(`${shape.holds}: THREW ${error instanceof Error ? error.stack : error}`)
    }
  }
  await stage.close()
})
