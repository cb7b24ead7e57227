import { createHmac } from 'node:crypto'
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterEach, expect, it } from 'vitest'
import { createGrant } from '../access/grants'
import { systemActor, type UserActor } from '../actor'
import { createHost } from '../inventory/hosts'
import type { Platform } from '../platform'
import { askAccess, withdrawRequest } from '../requests/ask'
import { addTestUser, describeEachDatabase } from '../testing/platform'
import { tellWebhook } from './outbox'

interface Received {
  headers: IncomingHttpHeaders
  body: string
}

let server: Server | undefined
afterEach(() => {
  server?.close()
  server?.closeAllConnections()
})

/** A receiver that answers with these statuses, one after the other, and with 204 then. */
async function receiver(statuses: number[] = []) {
  const received: Received[] = []
  server = createServer(async (request, response) => {
    received.push({ headers: request.headers, body: await text(request) })
    response.writeHead(statuses.shift() ?? 204, { location: '/elsewhere' }).end()
  })
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { received, webhook: { url: `http://127.0.0.1:${port}/hook`, secret: 'a secret of some length' } }
}

describeEachDatabase('notices', (open) => {
  let olga: UserActor | undefined
  let hostId = ''

  async function ask(platform: Platform, reason: string): Promise<string> {
    if (!olga) {
      olga = await addTestUser(platform, 'operator', 'olga')
      const input = { name: 'db1', address: 'db1.example.com', accounts: [{ login: 'root' }] }
      hostId = (await createHost(platform, systemActor, input)).id
      const grant = { name: 'ask', everyone: true, allHosts: true, capabilities: ['shell'], approvals: 1 }
      await createGrant(platform, systemActor, grant)
    }
    const { id } = await askAccess(platform, olga, { hostId, login: 'root', minutes: 60, reason })
    await withdrawRequest(platform, olga, id, {})
    return id
  }

  it('reach the webhook in their order, signed, and once', async () => {
    const platform = open()
    const { received, webhook } = await receiver()
    await tellWebhook(platform, webhook)
    expect(received).toEqual([])
    const id = await ask(platform, 'the disk is full')
    await tellWebhook(platform, webhook)
    await tellWebhook(platform, webhook)
    expect(received.map(({ body }) => JSON.parse(body))).toMatchObject([
      {
        event: 'request.ask',
        by: 'olga',
        subject: 'olga: root@db1',
        url: `${platform.config.origin}/requests/${id}`,
        detail: { reason: 'the disk is full', minutes: 60 },
      },
      { event: 'request.withdraw' },
    ])
    for (const { headers, body } of received) {
      const [, at, mac] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers['gatehouse-signature'])) ?? []
      expect(mac).toBe(createHmac('sha256', webhook.secret).update(`${at}.${body}`).digest('hex'))
      expect(Math.abs(Number(at) - Date.now() / 1000)).toBeLessThan(60)
    }
  })

  it('are sent again when they were not taken, never to where a redirection leads, and given up in the end', async () => {
    const platform = open()
    const { received, webhook } = await receiver([500, 302, 204, 503, 503, 503])
    await ask(platform, 'again')
    await tellWebhook(platform, webhook, { pausesMs: [1, 1] })
    const events = received.map(({ body }) => JSON.parse(body).event)
    expect(events).toEqual([...Array(3).fill('request.ask'), ...Array(3).fill('request.withdraw')])
    await tellWebhook(platform, webhook)
    expect(received).toHaveLength(6)
  })

  it('wait for a receiver that is away no longer than they were told to', async () => {
    const platform = open()
    await ask(platform, 'nobody listens')
    const stopped = new AbortController()
    const webhook = { url: 'http://127.0.0.1:9/', secret: 'a secret of some length' }
    const telling = tellWebhook(platform, webhook, { stopped: stopped.signal, pausesMs: [600_000] })
    stopped.abort()
    await telling
    // What was not told is told when it is tried the next time.
    const { received, webhook: back } = await receiver()
    await tellWebhook(platform, back)
    expect(received.map(({ body }) => JSON.parse(body).event)).toEqual(['request.ask', 'request.withdraw'])
  })
})
