import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { get } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { LiveSession, LiveSessions } from '@/core/sessions/live'
import { createTestPlatform, type TestPlatform } from '@/core/testing/platform'
import { startFailure } from '../start-failure'
import { type PagesOptions, PagesProcess } from './pages-process'

// A small stand-in for Next's pages, in a real process: it answers its pid, and on `/hang` it never answers anything again.
const standIn = (begin: string) => `
import { createServer } from 'node:http'
const socket = process.argv[process.argv.indexOf('--socket') + 1]
process.on('disconnect', () => process.exit(0))
process.on('message', (message) => {
  if (message.type === 'ping') process.send({ type: 'pong', nonce: message.nonce })
  else answered(message)
})
let answered = () => {}
const server = createServer((request, response) => {
  if (request.url === '/hang') for (;;);
  if (request.url === '/pid') return response.end(String(process.pid))
  answered = (message) => response.end(JSON.stringify(message))
  process.send({ type: 'ask', id: 7, call: JSON.parse(decodeURIComponent(request.url.slice(1))) })
})
${begin}
`
const listen = "server.listen(socket, () => process.send({ type: 'ready' }))"

const session: LiveSession = {
  sessionId: 's1',
  userId: 'u1',
  webSessionId: 'w1',
  state: 'open',
  attached: true,
  bytesIn: 1,
  bytesOut: 2,
}

let folder: string
let platform: TestPlatform
let pages: PagesProcess

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gatehouse-pages-'))
  const live: LiveSessions = {
    list: async () => [session],
    end: async (sessionId) => sessionId === 's1',
    endWebSession: async () => {},
    endUser: async () => {
      throw new Error('not now')
    },
  }
  platform = { ...(await createTestPlatform('sqlite')), live }
})
afterEach(async () => {
  await pages?.stop()
  await platform.close()
  rmSync(folder, { recursive: true, force: true })
})

function prepare(begin = listen, limits: PagesOptions = {}): PagesProcess {
  const script = join(folder, 'pages.mjs')
  writeFileSync(script, standIn(begin))
  pages = new PagesProcess(platform, { script, ...limits })
  return pages
}

async function ask(path: string): Promise<string> {
  const [answer] = await once(get({ socketPath: pages.socketPath, path }), 'response')
  return text(answer)
}

const call = async (what: object) => JSON.parse(await ask(`/${encodeURIComponent(JSON.stringify(what))}`))

it('answer, know the running sessions from the portal, and leave nothing behind', async () => {
  await prepare().start()
  await pages.answers()
  expect(await call({ method: 'list' })).toEqual({ type: 'answer', id: 7, value: [session] })
  expect(await call({ method: 'end', sessionId: 's1', reason: 'closed-by-user' })).toMatchObject({ value: true })
  expect(await call({ method: 'endWebSession', webSessionId: 'w1' })).toMatchObject({ value: null })
  expect(await call({ method: 'endUser', userId: 'u1' })).toEqual({ type: 'refusal', id: 7, error: 'not now' })
  const { socketPath = '' } = pages
  const pid = Number(await ask('/pid'))
  await pages.stop()
  expect(existsSync(socketPath)).toBe(false)
  expect(() => process.kill(pid, 0)).toThrow()
})

it.each([
  ['are killed', async (pid: number) => void process.kill(pid, 'SIGKILL')],
  ['hang', async () => void get({ socketPath: pages.socketPath, path: '/hang' }).on('error', () => {})],
])('are started again when they %s', async (_, happen) => {
  await prepare(listen, { pingEveryMs: 50, hangLimitMs: 2000 }).start()
  const before = await ask('/pid')
  await happen(Number(before))
  await vi.waitUntil(() => pages.socketPath === undefined, 10_000)
  await expect(pages.answers()).rejects.toThrow('away')
  await vi.waitUntil(() => pages.socketPath !== undefined, 10_000)
  expect(await ask('/pid')).not.toBe(before)
})

it.each([
  ["process.send({ type: 'failed', line: 'The pages miss their ink.' })", 'The pages miss their ink.'],
  ['process.exit(3)', 'The process for the pages ended at its start (exit code 3).'],
])('that can not start say why in one line', async (begin, line) => {
  const error = await prepare(begin)
    .start()
    .catch((thrown: unknown) => thrown)
  expect(startFailure(error)).toBe(line)
})
