import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type IncomingHttpHeaders, type RequestListener, request, type Server } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { pagesProxy } from './proxy'

let folder: string
let socketPath: string | undefined
let upstream: Server
let front: Server
let pages: RequestListener
let firstByteLimitMs: number | undefined

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gatehouse-proxy-'))
  socketPath = join(folder, 'pages.sock')
  upstream = createServer((asked, answer) => pages(asked, answer))
  await once(upstream.listen(socketPath), 'listening')
  firstByteLimitMs = undefined
  const proxy = pagesProxy({
    socketPath: () => socketPath,
    get firstByteLimitMs() {
      return firstByteLimitMs
    },
    apology: () => ({ language: 'en', sentence: 'Come again.' }),
  })
  front = createServer((asked, answer) => {
    answer.setHeader('X-Frame-Options', 'DENY')
    proxy(asked, answer)
  })
  await once(front.listen(0, '127.0.0.1'), 'listening')
})
afterEach(() => {
  for (const server of [front, upstream]) {
    server.close()
    server.closeAllConnections()
  }
  rmSync(folder, { recursive: true, force: true })
})

const port = () => {
  const address = front.address()
  return typeof address === 'object' && address ? address.port : 0
}
const visit = (path = '/', init: RequestInit = {}) => fetch(`http://127.0.0.1:${port()}${path}`, init)

describe('a request', () => {
  it('arrives as it was sent, without what is about the connection alone', async () => {
    let seen: IncomingHttpHeaders = {}
    pages = (asked, answer) => {
      seen = asked.headers
      answer.end(`${asked.method} ${asked.url}`)
    }
    const asked = request({
      port: port(),
      path: '/a%20b?c=%2F',
      headers: { 'x-own': 'kept', connection: 'x-hop', 'x-hop': '1' },
    })
    asked.end()
    const [answer] = await once(asked, 'response')
    expect(await text(answer)).toBe('GET /a%20b?c=%2F')
    expect(seen).toMatchObject({ host: `localhost:${port()}`, 'x-own': 'kept', 'x-forwarded-for': '127.0.0.1' })
    expect(seen).not.toHaveProperty('x-hop')
  })

  it('of any method brings its body, of a length that was told or not', async () => {
    pages = async (asked, answer) => void answer.end(`${asked.method} ${(await text(asked)).length}`)
    const body = 'x'.repeat(3_000_000)
    expect(await (await visit('/', { method: 'POST', body })).text()).toBe('POST 3000000')
    const chunks = () => new Blob([body]).stream()
    // `duplex` is not in the types of fetch.
    const told = { method: 'DELETE', body: chunks(), duplex: 'half' } as RequestInit
    expect(await (await visit('/', told)).text()).toBe('DELETE 3000000')
  })

  it('that its sender breaks off is broken off', async () => {
    const broken = new Promise((resolve) => {
      pages = (asked) => void asked.on('error', resolve).resume()
    })
    const socket = connect(port(), '127.0.0.1')
    socket.write('POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\nonly this')
    await once(upstream, 'request')
    socket.destroy()
    await broken
  })
})

describe('an answer', () => {
  it('comes with its status and headers, but for those that are there already', async () => {
    pages = (_, answer) => {
      answer.writeHead(418, 'Teapot', { 'x-frame-options': 'SAMEORIGIN', 'set-cookie': ['a=1', 'b=2'], etag: '"e"' })
      answer.end('short and stout')
    }
    const answer = await visit()
    expect([answer.status, answer.statusText, await answer.text()]).toEqual([418, 'Teapot', 'short and stout'])
    expect(answer.headers.get('x-frame-options')).toBe('DENY')
    expect(answer.headers.get('etag')).toBe('"e"')
    expect(answer.headers.getSetCookie()).toEqual(['a=1', 'b=2'])
  })

  it('is passed on as it is made, and no faster than it is read', async () => {
    let written = 0
    let go: () => void = () => {}
    pages = async (_, answer) => {
      answer.write('first')
      await new Promise<void>((resolve) => {
        go = resolve
      })
      const chunk = Buffer.alloc(65_536)
      while (written < 4096 && answer.write(chunk)) written += 1
      answer.end()
    }
    const answer = await visit()
    const reader = answer.body?.getReader()
    expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe('first')
    go()
    let bytes = 0
    for (let part = await reader?.read(); part?.value; part = await reader?.read()) bytes += part.value.byteLength
    expect(bytes).toBeGreaterThanOrEqual(written * 65_536)
    expect(written).toBeLessThan(4096)
  })

  it('that nobody waits for any more ends its making', async () => {
    const left = new Promise((resolve) => {
      pages = (_, answer) => {
        answer.write('the first of many')
        answer.on('close', resolve)
      }
    })
    const leaving = new AbortController()
    const answer = await visit('/', { signal: leaving.signal })
    await answer.body?.getReader().read()
    leaving.abort()
    await left
  })

  it('that breaks off in the middle does not look whole', async () => {
    pages = (_, answer) => {
      answer.write('half')
      setImmediate(() => answer.destroy())
    }
    await expect(visit().then((answer) => answer.text())).rejects.toThrow()
  })

  it('of many requests at once goes to who asked', async () => {
    pages = (asked, answer) => void setTimeout(() => answer.end(asked.url), Math.random() * 20)
    const paths = Array.from({ length: 100 }, (_, n) => `/${n}`)
    expect(await Promise.all(paths.map(async (path) => (await visit(path)).text()))).toEqual(paths)
  })
})

describe('while the pages', () => {
  const situations: Record<string, () => void> = {
    'are away': () => {
      socketPath = undefined
    },
    'have gone': () => {
      upstream.close()
    },
    'break off': () => {
      pages = (asked) => asked.socket.destroy()
    },
    'say nothing': () => {
      firstByteLimitMs = 100
      pages = () => {}
    },
  }

  it.each([
    ['are away', 503],
    ['have gone', 503],
    ['break off', 502],
    ['say nothing', 504],
  ])('%s, a person is told %i and a program too', async (situation, status) => {
    situations[situation]?.()
    const answer = await visit()
    expect(answer.status).toBe(status)
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(answer.headers.get('x-frame-options')).toBe('DENY')
    expect(await answer.text()).toContain('<p>Come again.</p>')
    const posted = await visit('/api/v1/x', { method: 'POST', body: 'x'.repeat(100_000) })
    expect([posted.status, await posted.json()]).toMatchObject([status, { error: { code: 'pages-unavailable' } }])
  })
})
