import { expect, test } from './fixtures'
import { AuditPage } from './pages/audit'
import { CredentialsPage } from './pages/credentials'
import { GatePage } from './pages/gate'
import { HostsPage } from './pages/hosts'
import { SessionsPage } from './pages/sessions'
import { TerminalPage } from './pages/terminal'
import { GatehouseNode } from './support/node'
import { grantEverything } from './support/own-node'

test('from an empty house to a reviewed session', async ({ page, sshd }) => {
  test.setTimeout(360_000)
  const node = await GatehouseNode.start()
  const terminal = new TerminalPage(page)
  try {
    await test.step('the one-time link sets up the first administrator and signs in', async () => {
      await new GatePage(page).setUp(node.setupLink(), 'ada', 'a quiet harbour at dusk')
      await expect(page).toHaveURL(/\/hosts$/)
    })

    await test.step('the link works once', async () => {
      const answer = await fetch(node.setupLink())
      expect(await answer.text()).not.toContain('name="password"')
    })

    await test.step('add a key and a host that uses it', async () => {
      await new CredentialsPage(page, node.url).addKey('demo key', sshd.privateKey)
      await new HostsPage(page, node.url).add({
        name: 'harbour',
        address: sshd.host,
        port: sshd.port,
        tags: 'demo, loopback',
        accounts: [{ login: sshd.login, credential: 'demo key' }],
      })
    })

    await test.step('a grant opens it: without one it is open to nobody', async () => {
      await grantEverything(node)
    })

    await test.step('connect, and accept the host key whose fingerprint sshd has', async () => {
      await new HostsPage(page, node.url).connect('harbour')
      expect(sshd.fingerprints).toContain(await terminal.offeredFingerprint())
      await terminal.acceptHostKey()
      await terminal.open()
    })

    await test.step('run commands', async () => {
      await terminal.run('echo $((6*7))-answer')
      await terminal.shows('42-answer')
    })

    await test.step('type and print 中文', async () => {
      await terminal.insert("echo '中文輸入 ✓' | cat")
      await terminal.press('Enter')
      await terminal.showsLine('中文輸入 ✓')
    })

    await test.step('a full-screen program draws, and gives the screen back', async () => {
      await terminal.run('vim -u NONE -N /tmp/gatehouse-journey.txt || vi /tmp/gatehouse-journey.txt')
      await terminal.shows('~')
      await terminal.type('ihello from the editor')
      await terminal.shows('hello from the editor')
      await terminal.press('Escape')
      await terminal.type(':q!')
      await terminal.press('Enter')
      await terminal.hides('hello from the editor')
      await terminal.shows('42-answer')
    })

    await test.step('the host follows the size of the window', async () => {
      const before = await terminal.sizeAtHost()
      await page.setViewportSize({ width: 1000, height: 600 })
      await expect.poll(() => terminal.sizeAtHost()).not.toEqual(before)
    })

    await test.step('leave, and be told how it ended', async () => {
      await terminal.run('exit 3')
      await terminal.ended('exited')
      await page.setViewportSize({ width: 1440, height: 900 })
    })

    await test.step('replay it', async () => {
      const sessions = new SessionsPage(page, node.url)
      await sessions.openFirst('harbour')
      await sessions.expectEnded('exited')
      await sessions.play()
      await sessions.replayShows('42-answer')
      const recording = await sessions.download()
      const [header, ...events] = recording.trimEnd().split('\n')
      expect(JSON.parse(header ?? '')).toMatchObject({ version: 3 })
      const output = events.map((line) => JSON.parse(line)).filter(([, code]) => code === 'o')
      expect(output.map(([, , text]) => text).join('')).toContain('中文輸入 ✓')
      expect(
        events
          .map((line) => JSON.parse(line))
          .at(-1)
          ?.slice(1),
      ).toEqual(['x', '3'])
    })

    await test.step('find it in the audit log', async () => {
      const audit = new AuditPage(page, node.url)
      for (const action of [
        'session.start',
        'session.end',
        'host-key.accept',
        'host.create',
        'credential.create',
      ] as const) {
        await audit.filterByAction(action)
        await audit.expectRows(1)
      }
    })

    await test.step('Ctrl-C ends the server cleanly', async () => {
      expect(await node.stop('SIGINT')).toBe(0)
    })
  } finally {
    await node.dispose()
  }
})
