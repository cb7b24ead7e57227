import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, signIn, test } from './fixtures'
import { QuickConnectPage } from './pages/connect'
import { CredentialsPage } from './pages/credentials'
import { HostsPage } from './pages/hosts'
import { TerminalPage } from './pages/terminal'
import { ownNode } from './support/own-node'
import { spellings } from './support/spellings'

test('no stored secret is in the database, the data folder, the log or any answer', async ({ page, context, sshd }) => {
  test.setTimeout(360_000)
  const { node, visitor, password } = await ownNode({
    settings: { GATEHOUSE_RECORD_INPUT: 'on', GATEHOUSE_LOG_LEVEL: 'debug' },
  })
  const answers: { from: string; body: Buffer }[] = []
  page.on('response', async (response) => {
    const body = await response.body().catch(() => Buffer.alloc(0))
    answers.push({ from: response.url(), body: Buffer.concat([Buffer.from(JSON.stringify(response.headers())), body]) })
  })
  page.on('request', (request) => answers.push({ from: 'a URL', body: Buffer.from(request.url()) }))

  try {
    await signIn(context, visitor)
    const credentials = new CredentialsPage(page, node.url)
    const hosts = new HostsPage(page, node.url)
    const terminal = new TerminalPage(page)
    const stored = 'stored-Passw0rd-of-a-host'
    await credentials.addKey('a key', sshd.privateKey)
    await credentials.addPassword('a password', stored)
    await hosts.add({
      name: 'keyed',
      address: sshd.host,
      port: sshd.port,
      accounts: [
        { login: sshd.login, credential: 'a key' },
        { login: 'somebody', credential: 'a password' },
      ],
    })
    await hosts.connect('keyed', sshd.login)
    await terminal.acceptHostKey()
    await terminal.open()
    const typed = 'typed-Without-Ech0'
    await terminal.run('read -rs -p "secret? " answer; printf "got-%s\\n" "$(printf %s "$answer" | wc -c)"')
    await terminal.shows('secret?')
    await terminal.type(typed)
    await terminal.press('Enter')
    await terminal.shows(`got-${typed.length}`)
    await terminal.run('exit')
    await terminal.ended('exited')
    await new QuickConnectPage(page, node.url).connect({
      address: sshd.host,
      port: sshd.port,
      login: sshd.login,
      password: sshd.password,
    })
    // The host in the inventory has this address: the key accepted there holds here too.
    await terminal.open()
    await terminal.run('exit')
    await terminal.ended('exited')
    await visitEverything(page, node.url)
    const exported = ['/api/v1/audit/export?format=csv', '/api/v1/audit/export?format=jsonl']
    const sessions = await page
      .goto(`${node.url}/sessions`)
      .then(() =>
        page.locator('a[href^="/sessions/"]').evaluateAll((links) => links.map((link) => link.getAttribute('href'))),
      )
    for (const link of sessions) {
      const id = /^\/sessions\/([0-9a-f-]{36})/.exec(link ?? '')?.[1]
      if (id) exported.push(`/api/v1/sessions/${id}/recording?format=v3`, `/api/v1/sessions/${id}/recording?format=v2`)
    }
    for (const path of exported) expect((await visitor.request(path)).status, path).toBe(200)
    for (const { path, text } of visitor.answers) answers.push({ from: path, body: Buffer.from(text) })
    await node.stop()

    const keyBody = sshd.privateKey.split('\n').slice(2, 4)
    const secrets = {
      stored,
      typed,
      quick: sshd.password,
      own: password,
      key0: keyBody[0] ?? '',
      key1: keyBody[1] ?? '',
    }
    const places = [...filesUnder(node.dataFolder), { from: 'the log', body: Buffer.from(node.log) }, ...answers]
    expect(places.length).toBeGreaterThan(30)
    const found: string[] = []
    const cookie = visitor
      .cookieList()
      .reduce((longest, { value }) => (value.length > longest.length ? value : longest), '')
    for (const place of places.filter(({ from }) => from === 'the log' || from.startsWith(node.dataFolder))) {
      if (place.body.includes(cookie)) found.push(`the web session's token in ${place.from}`)
    }
    for (const [name, secret] of Object.entries(secrets)) {
      expect(secret.length).toBeGreaterThan(8)
      for (const needle of spellings(secret)) {
        for (const place of places) if (place.body.includes(needle)) found.push(`${name} in ${place.from}`)
      }
    }
    expect(found).toEqual([])
  } finally {
    await node.dispose()
  }
})

function filesUnder(folder: string): { from: string; body: Buffer }[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((file) => statSync(file, { throwIfNoEntry: false })?.isFile())
    .map((file) => ({ from: file, body: readFileSync(file) }))
}

async function visitEverything(page: import('@playwright/test').Page, origin: string): Promise<void> {
  const seen = new Set<string>()
  const queue = ['/hosts', '/credentials', '/sessions', '/audit', '/users', '/profile', '/connect']
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    if (seen.has(path)) continue
    seen.add(path)
    await page.goto(origin + path)
    const links = await page.locator('main a[href^="/"]').evaluateAll((all) => all.map((a) => a.getAttribute('href')))
    for (const link of links) if (link && /^\/(hosts|credentials|sessions|users)\//.test(link)) queue.push(link)
  }
}
