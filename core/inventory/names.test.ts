import { expect, it } from 'vitest'
import { NameBook } from './names'

const limit = { keptMs: 60_000, nameMs: 50, allMs: 200, atOnce: 2, most: 4 }

/** What names lead to, and how often and how many at once they were asked for. */
function zone(of: Record<string, string[]>) {
  const asked: string[] = []
  const seen = { most: 0 }
  let running = 0
  const ask = async (name: string) => {
    asked.push(name)
    running += 1
    seen.most = Math.max(seen.most, running)
    await new Promise((turn) => setImmediate(turn))
    running -= 1
    const found = of[name]
    if (!found) throw new Error('ENOTFOUND')
    return found
  }
  return { ask, asked, seen }
}

it('answers in the one spelling; a name that is not there leads nowhere', async () => {
  const { ask } = zone({ web: ['192.0.2.1', '::ffff:192.0.2.2', '2001:DB8:0::1'] })
  const names = new NameBook(ask, limit)
  expect(await names.resolve('web')).toEqual(['192.0.2.1', '192.0.2.2', '2001:db8::1'])
  expect(await names.resolve('none')).toEqual([])
})

it('resolves what the system resolves', async () => {
  const names = new NameBook()
  expect(await names.resolve('localhost')).toEqual(
    expect.arrayContaining([expect.stringMatching(/^(127\.0\.0\.1|::1)$/)]),
  )
})

it('tells which names lead to an address, asks each once a while and few at a time', async () => {
  const { ask, asked, seen } = zone({ a: ['192.0.2.1'], b: ['192.0.2.2', '192.0.2.1'], c: ['192.0.2.3'] })
  const names = new NameBook(ask, limit)
  const list = ['a', 'b', 'c', 'gone']
  expect(await names.leadingTo(list, ['192.0.2.1'])).toEqual(new Set(['a', 'b']))
  expect(await names.leadingTo(list, ['192.0.2.3', '192.0.2.9'])).toEqual(new Set(['c']))
  expect(asked.toSorted()).toEqual(['a', 'b', 'c', 'gone'])
  expect(seen.most).toBe(2)
})

it('asks again once an answer is old', async () => {
  const of = { a: ['192.0.2.1'] }
  const { ask, asked } = zone(of)
  const names = new NameBook(ask, { ...limit, keptMs: -1 })
  expect(await names.leadingTo(['a'], ['192.0.2.1'])).toEqual(new Set(['a']))
  of.a = ['192.0.2.2']
  expect(await names.leadingTo(['a'], ['192.0.2.1'])).toEqual(new Set())
  expect(asked).toEqual(['a', 'a'])
})

it('says that it can not be told rather than that nothing leads there', async () => {
  const stuck = new NameBook(() => new Promise(() => {}), { ...limit, nameMs: 10_000 })
  await expect(stuck.leadingTo(['a'], ['192.0.2.1'])).rejects.toMatchObject({ code: 'target-unclear' })
  const many = new NameBook(zone({}).ask, limit)
  await expect(many.leadingTo(['a', 'b', 'c', 'd', 'e'], ['192.0.2.1'])).rejects.toMatchObject({
    code: 'target-unclear',
  })
})

it('holds few of the threads that look names up, however many never answer', async () => {
  const running = { now: 0 }
  const names = new NameBook(() => {
    running.now += 1
    return new Promise(() => {})
  }, limit)
  const all = [1, 2, 3].map((n) => names.leadingTo([`stuck ${n}`], ['192.0.2.1']).catch(() => new Set()))
  await Promise.all([...all, names.resolve('stuck')])
  expect(running.now).toBe(2)
})

it('is not held up by a name that nobody answers for', async () => {
  const { ask } = zone({ b: ['192.0.2.1'] })
  const names = new NameBook((name) => (name === 'a' ? new Promise(() => {}) : ask(name)), limit)
  expect(await names.leadingTo(['a', 'b'], ['192.0.2.1'])).toEqual(new Set(['b']))
})
