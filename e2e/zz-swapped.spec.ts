import { appendFileSync } from 'node:fs'
import { test } from './fixtures'
import { mark, settle } from './matrix/belongings'
import { idQueryWays, idWays, isForMembers, oddArguments, oddIds } from './matrix/foreign'
import { contents, eventsAfter, lastEvent, noId } from './matrix/world'
import { addPerson, goInside } from './support/inside'
import { GatehouseNode } from './support/node'

test('debug', async () => {
  test.setTimeout(900_000)
  const log = (text: string) => appendFileSync('/tmp/swapped-wrong.log', `${new Date().toISOString()} ${text}\n`)
  log('START')
  const node = await GatehouseNode.start()
  const inside = await goInside(node)
  const olga = await settle(inside, node, 'olga')
  const mallory = (await settle(inside, node, 'mallory')).owner
  const ada = await addPerson(inside, node, { name: 'ada', role: 'administrator' })
  const ways = [...idWays(), ...idQueryWays()]
  const forMembers = ways.filter((way) => !way.way.includes('action') || isForMembers(way))
  const actions = ways.filter(({ way }) => way.startsWith('action '))
  log(`ways ${ways.length} members ${forMembers.length} actions ${actions.filter(isForMembers).length}`)
  const runs = [
    ['foreign', mallory, forMembers, Object.values(olga.things), true],
    ['odd', mallory, forMembers, oddIds, false],
    ['args', mallory, actions.filter(isForMembers), oddArguments, false],
    ['admin odd', ada, ways, oddIds.slice(3, 9), false],
  ] as const
  for (const [name, who, tried, ids, same] of runs) {
    log(`== ${name}`)
    for (const { way, ask } of tried) {
      const none = await ask(who.visitor, noId)
      const said: string[] = []
      for (const id of ids) {
        const [before, last] = [contents(node), lastEvent(node)]
        const about = `${way} with ${JSON.stringify(id)?.slice(0, 60)}`
        try {
          const answer = await ask(who.visitor, id)
          said.push(answer.said)
          if (same ? answer.said !== none.said : /^200 done|^5|internal/.test(answer.said))
            log(`${about}: ${answer.said}, not ${none.said}`)
          if (answer.text.includes(mark) && !none.text.includes(mark)) log(`${about}: shows`)
        } catch (error) {
          log(`${about}: THREW ${error}`)
        }
        if (contents(node) !== before) log(`${about}: changed`)
        const done = eventsAfter(node, last).filter(({ outcome }) => outcome !== 'denied')
        if (done.length > 0) log(`${about}: left ${JSON.stringify(done)}`)
      }
      log(`${way}: none ${none.said}; ${[...new Set(said)].join(' | ')}`)
    }
  }
  log('END')
  await inside.close()
  await node.dispose()
})
