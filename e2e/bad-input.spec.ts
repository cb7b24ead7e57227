import { randomBytes } from 'node:crypto'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from './fixtures'
import { CredentialsPage } from './pages/credentials'
import { HostsPage } from './pages/hosts'
import { TerminalPage } from './pages/terminal'
import { makeKey } from './support/keys'
import { t } from './support/labels'
import { LiveClient } from './support/live-client'
import { GatehouseNode } from './support/node'
import { ownNode } from './support/own-node'
import { Visitor } from './support/visitor'

test.describe('forms', () => {
  const good = { name: 'a good name', address: '192.0.2.7', port: 22 }
  const bad: [title: string, host: Partial<typeof good> & { port?: number | string }, field: string][] = [
    ['port 0', { port: 0 }, 'port-range'],
    ['port 70000', { port: 70_000 }, 'port-range'],
    ['an address with spaces', { address: 'two words' }, 'address-invalid'],
    ['a name of 300 characters', { name: 'x'.repeat(300) }, 'too-long'],
    ['an address that no target may have', { address: '169.254.169.254' }, 'address-forbidden'],
  ]
  for (const [title, change, field] of bad) {
    test(`a host with ${title} is refused beside its field`, async ({ signedIn, house }) => {
      const { page } = await signedIn()
      const hosts = new HostsPage(page, house.node.url)
      await hosts.fillNew({ ...good, ...change })
      await hosts.submit()
      await expect(page.getByText(t(`errors.field.${field}`)).first()).toBeVisible()
      await expect(page).toHaveURL(/\/hosts\/new/)
    })
  }

  test('a host that exists already is refused', async ({ signedIn, house }) => {
    const { page } = await signedIn()
    const hosts = new HostsPage(page, house.node.url)
    await hosts.fillNew({ ...good, name: house.hostName })
    await hosts.submit()
    await expect(page.getByText(t('errors.already-exists')).first()).toBeVisible()
  })

  test("HTML in a host's name is text", async ({ signedIn, house }) => {
    const { page } = await signedIn()
    const name = '<img src=x onerror="document.title=1">'
    await new HostsPage(page, house.node.url).add({ name, address: '192.0.2.8', port: 22 })
    await page.goto(`${house.node.url}/hosts`)
    await expect(page.getByText(name).first()).toBeVisible()
    expect(await page.title()).not.toBe('1')
  })

  test('an unreadable key and a wrong passphrase are told apart', async ({ signedIn, house }) => {
    const { page } = await signedIn()
    const credentials = new CredentialsPage(page, house.node.url)
    await credentials.fillKey(
      'broken',
      '-----BEGIN OPENSSH PRIVATE KEY-----\nnonsense\n-----END OPENSSH PRIVATE KEY-----',
    )
    await credentials.submit()
    await expect(page.getByText(t('errors.key-unreadable')).first()).toBeVisible()

    const { privateKey } = makeKey('-t', 'ed25519', '-N', 'the right words')
    for (const [passphrase, code] of [
      ['', 'key-passphrase-needed'],
      ['other words', 'key-passphrase-wrong'],
    ] as const) {
      await credentials.fillKey('locked', privateKey, passphrase)
      await credentials.submit()
      await expect(page.getByText(t(`errors.${code}`)).first()).toBeVisible()
    }
  })

  test('a sort or filter that is not on the list gets a way back', async ({ signedIn, house }) => {
    const { page } = await signedIn()
    for (const path of [
      '/hosts?sort=passwordHash',
      '/sessions?sort=1;drop',
      '/audit?action=nothing',
      '/hosts?page=-1',
    ]) {
      await page.goto(house.node.url + path)
      await expect(page.getByRole('alert').first(), path).toBeVisible()
      await expect(page.getByText(t('errors.invalid-input')).first(), path).toBeVisible()
    }
  })
})

test('a paste of 16 MiB is refused clearly, and the session goes on', async ({ signedIn, house }) => {
  const { page, context } = await signedIn()
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: house.node.url })
  await new HostsPage(page, house.node.url).connect(house.hostName)
  const terminal = new TerminalPage(page)
  await terminal.open()
  await terminal.paste('x'.repeat(16 * 1024 * 1024))
  await expect(page.getByText(/4(\.0)? MiB/).first()).toBeVisible()
  await terminal.run('echo still-$((1+1))')
  await terminal.shows('still-2')
})

test('a form sent before its script has loaded puts nothing into the URL', async ({ browser, house }) => {
  const context = await browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  await page.goto(`${house.node.url}/sign-in`)
  await page.getByLabel(t('auth.name')).fill('ada')
  await page.getByLabel(t('auth.password'), { exact: true }).fill('never in a URL')
  await page.getByRole('button', { name: t('auth.signIn.submit') }).click()
  await expect.poll(() => page.url()).not.toContain('never')
  expect(page.url()).not.toContain('?')
  await context.close()
})

test.describe('the live socket', () => {
  test('a forged cookie, another origin and no cookie are refused', async ({ house }) => {
    const forged = new Visitor(house.node.url)
    for (const { name } of house.visitor.cookieList()) forged.setCookie(name, randomBytes(32).toString('base64url'))
    await expect(LiveClient.connect(forged)).rejects.toThrow()
    await expect(LiveClient.connect(new Visitor(house.node.url))).rejects.toThrow()
    await expect(LiveClient.connect(house.visitor, { origin: 'https://elsewhere.example' })).rejects.toThrow()
  })

  test("a frame for someone else's session is refused and reaches nobody", async ({ house }) => {
    await house.node.command(['admin', 'create', '--name', 'mallory', '--password-stdin'], 'another quiet harbour')
    const mallory = await new Visitor(house.node.url).signIn('mallory', 'another quiet harbour')
    const [owner, other] = [await LiveClient.connect(house.visitor), await LiveClient.connect(mallory)]
    const { sessionId } = await owner.open({ kind: 'account', accountId: house.accountId })
    await owner.until(() => owner.states.at(-1)?.state === 'open')
    other.type(sessionId, 'echo intruder\n')
    await other.until(() => other.problems.length > 0 || other.socket.disconnected)
    owner.type(sessionId, 'echo own-$((2+2))\n')
    await owner.until(() => owner.text().includes('own-4'))
    expect(owner.text()).not.toContain('intruder')
    owner.close()
    other.close()
  })

  test('malformed and oversized frames end that socket at most', async ({ house }) => {
    const client = await LiveClient.connect(house.visitor)
    // Deliberately not what the types allow.
    const socket = client.socket as unknown as { emit: (event: string, ...data: unknown[]) => void }
    for (const rubbish of [[], [null], ['x', 'y'], [{ a: 1 }, [2]], [crypto.randomUUID(), 7]]) {
      for (const event of ['open', 'input', 'resize', 'answer', 'close', 'drawn', 'no-such-event']) {
        socket.emit(event, ...rubbish)
      }
    }
    await client.until(() => client.problems.length > 0 || client.socket.disconnected)
    const large = await LiveClient.connect(house.visitor)
    large.socket.emit('input', crypto.randomUUID(), Buffer.alloc(32 * 1024 * 1024))
    await large.until(() => large.socket.disconnected)
    client.close()
    const healthy = await LiveClient.connect(house.visitor)
    const { sessionId } = await healthy.open({ kind: 'account', accountId: house.accountId })
    await healthy.until(() => healthy.states.at(-1)?.state === 'open')
    healthy.type(sessionId, 'exit\n')
    await healthy.until(() => healthy.end !== undefined)
    healthy.close()
  })
})

test.describe('over HTTP', () => {
  test('a forged cookie is nobody', async ({ house }) => {
    const forged = new Visitor(house.node.url)
    for (const { name } of house.visitor.cookieList()) forged.setCookie(name, 'x'.repeat(43))
    const answer = await forged.request('/hosts')
    expect([302, 303, 307]).toContain(answer.status)
    expect(answer.headers.get('location')).toContain('/sign-in')
    expect([401, 403]).toContain((await forged.request('/api/v1/audit/export?format=csv')).status)
  })

  test('a mutation from another origin is refused', async ({ house }) => {
    const answer = await house.visitor.request('/hosts/new', {
      method: 'POST',
      headers: { origin: 'https://elsewhere.example', 'content-type': 'application/x-www-form-urlencoded' },
      body: 'name=x',
    })
    expect(answer.status).toBe(403)
  })

  test('a forged X-Forwarded-For is not believed', async ({ house }) => {
    const guesser = new Visitor(house.node.url)
    const { csrfToken } = (await (await guesser.request('/api/auth/csrf')).json()) as { csrfToken: string }
    await guesser.request('/api/auth/callback/credentials', {
      method: 'POST',
      headers: { origin: house.node.url, 'x-forwarded-for': '203.0.113.99', 'x-real-ip': '203.0.113.99' },
      body: new URLSearchParams({ csrfToken, name: 'forger', password: 'wrong wrong wrong', json: 'true' }),
    })
    const log = await (await house.visitor.request('/api/v1/audit/export?format=jsonl')).text()
    const line = log.split('\n').find((row) => row.includes('"forger"'))
    expect(line).toContain('127.0.0.1')
    expect(log).not.toContain('203.0.113.99')
  })
})

test.describe('at the start', () => {
  test('a wrong master key, an unusable data folder, an occupied port and a bad setting: one clear line each', async () => {
    test.setTimeout(240_000)
    const { node } = await ownNode()
    try {
      await node.stop()
      const otherKey = join(mkdtempSync(join(tmpdir(), 'gatehouse-key-')), 'master.key')
      const stranger = await GatehouseNode.start({ settings: { GATEHOUSE_MASTER_KEY_FILE: otherKey } })
      await stranger.dispose()
      await refuses({ dataFolder: node.dataFolder, settings: { GATEHOUSE_MASTER_KEY_FILE: otherKey } }, /master key/i)

      const file = join(mkdtempSync(join(tmpdir(), 'gatehouse-file-')), 'not-a-folder')
      writeFileSync(file, '')
      await refuses({ dataFolder: join(file, 'data') }, /not-a-folder/)

      const occupant = createServer()
      await new Promise<void>((resolve) => occupant.listen(0, '127.0.0.1', resolve))
      const address = occupant.address()
      const port = address && typeof address === 'object' ? address.port : 0
      await refuses({ dataFolder: node.dataFolder, port }, new RegExp(`${port}`))
      occupant.close()

      await refuses({ dataFolder: node.dataFolder, settings: { PORT: '70000' } }, /PORT/)
    } finally {
      await node.dispose()
    }
  })
})

/** Starts a node that must not start, and checks that the last thing it says is one line that names the trouble. */
async function refuses(options: Parameters<typeof GatehouseNode.prepare>[0], saying: RegExp): Promise<void> {
  const node = await GatehouseNode.prepare(options)
  expect(await node.startAndFail()).toBe(1)
  expect(node.log).toMatch(saying)
  expect(node.log, 'no stack trace').not.toMatch(/\n\s+at /)
}
