import { expect, test } from './fixtures'
import { markOf, settle } from './matrix/belongings'
import { type IdWay, idQueryWays, idWays, isForMembers, oddArguments, oddIds } from './matrix/foreign'
import { contents, eventsAfter, lastEvent, noId } from './matrix/world'
import { addPerson, goInside, type Inside, type Person } from './support/inside'
import { GatehouseNode } from './support/node'

const mark = markOf('olga')
const action = (file: string, name: string) => `action app/(portal)/${file}/actions.ts ${name}`

/** What each way is about, to see that it does something with an id of one's own; the last ones end what they are about. */
const own: [way: string, thing: string][] = [
  ['page /hosts/[id]', 'hostId'],
  ['page /sessions/[id]', 'session'],
  ['page /requests/[id]', 'request'],
  ['page /snippets/[id]', 'snippet'],
  ['GET the replay', 'session'],
  ['GET /terminal?account=', 'accountId'],
  ['GET /requests/new?host=', 'hostId'],
  ['GET /sessions?user=', 'user'],
  ['GET /api/v1/sessions?host=', 'hostId'],
  [action('profile', 'renameKey'), 'passkey'],
  [action('snippets', 'updateSnippetAction'), 'snippet'],
  [action('requests', 'decideOn'), 'request'],
  [action('requests', 'revoke'), 'request'],
  [action('requests', 'withdraw'), 'askedTwice'],
  [action('sessions/[id]', 'end'), 'session'],
  [action('profile', 'confirm'), 'device'],
  [action('profile', 'revoke'), 'webSession'],
  [action('profile', 'disown'), 'device'],
  ['action app/_lib/tokens.ts revoke', 'token'],
  [action('snippets', 'deleteSnippetAction'), 'snippet'],
]

test.describe('ids that are another’s, or none', () => {
  let node: GatehouseNode
  let inside: Inside
  let mallory: Person
  let olga: Awaited<ReturnType<typeof settle>>
  const ways = [...idWays(), ...idQueryWays()]
  // Before it looks at the id it asks for a factor, and wrong ones are counted: core/identity/passkeys.test.ts.
  const asksFirst = action('profile', 'removeKey')
  const forMembers = ways.filter((one) => isForMembers(one) && one.way !== asksFirst)

  test.beforeAll(async () => {
    node = await GatehouseNode.start()
    inside = await goInside(node)
    olga = await settle(inside, node, 'olga')
    const things = await settle(inside, node, 'mallory')
    mallory = things.owner
  })
  test.afterAll(async () => {
    await inside?.close()
    await node?.dispose()
  })

  /** Tries ids in every way. What comes of each is what comes of an id that nothing has. */
  async function tryIds(who: Person, tried: readonly IdWay[], ids: readonly unknown[], same: boolean) {
    const wrong: string[] = []
    for (const { way, ask } of tried) {
      const none = await ask(who.visitor, noId)
      for (const id of ids) {
        const [before, last] = [contents(node), lastEvent(node)]
        const { said, text } = await ask(who.visitor, id)
        const about = `${way} with ${JSON.stringify(id)?.slice(0, 60)}`
        if (same ? said !== none.said : /^200 done|^5|internal/.test(said))
          wrong.push(`${about}: ${said}, not ${none.said}`)
        if (text.includes(mark) && !none.text.includes(mark)) wrong.push(`${about}: shows what is another’s`)
        if (contents(node) !== before) wrong.push(`${about}: it changed something`)
        const done = eventsAfter(node, last).filter(({ outcome }) => outcome !== 'denied')
        if (done.length > 0) wrong.push(`${about}: left ${JSON.stringify(done)}`)
      }
    }
    expect(wrong, wrong.join('\n')).toEqual([])
  }

  test('another’s ids, and ids of the wrong kind, are the same as none', async () => {
    await tryIds(mallory, forMembers, Object.values(olga.things), true)
  })

  test('what can’t be an id is told so, and reaches nothing', async () => {
    await tryIds(mallory, forMembers, oddIds, false)
    const administrator = await addPerson(inside, node, { name: 'ada', role: 'administrator' })
    await tryIds(administrator, ways, oddIds.slice(3, 9), false)
    const actions = ways.filter(({ way }) => way.startsWith('action ') && way !== asksFirst)
    await tryIds(administrator, actions, oddArguments.slice(-6), false)
  })

  test('what is no text at all is told so, and reaches nothing', async () => {
    await tryIds(
      mallory,
      forMembers.filter(({ way }) => way.startsWith('action ')),
      oddArguments,
      false,
    )
  })

  test('one’s own do something', async () => {
    const things: Record<string, string> = olga.things
    const idle: string[] = []
    for (const [way, thing] of own) {
      const ask = ways.find((one) => one.way === way)?.ask
      if (!ask) throw new Error(`there is no ${way}`)
      const none = await ask(olga.owner.visitor, noId)
      const answer = await ask(olga.owner.visitor, things[thing])
      if (answer.said === none.said && answer.text.includes(mark) === none.text.includes(mark)) {
        idle.push(`${way}: ${answer.said}`)
      }
    }
    expect(idle, idle.join('\n')).toEqual([])
  })
})
