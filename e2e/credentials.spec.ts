import { startSshd } from '@/gateway/testing/sshd'
import { expect, test } from './fixtures'
import { CredentialsPage } from './pages/credentials'
import { HostsPage } from './pages/hosts'
import { TerminalPage } from './pages/terminal'
import { makeKey } from './support/keys'
import { LiveClient } from './support/live-client'

test('keys open a shell: generated here, PEM, with a passphrase', async ({ signedIn, house }) => {
  test.setTimeout(360_000)
  const { page } = await signedIn()
  const [credentials, hosts] = [new CredentialsPage(page, house.node.url), new HostsPage(page, house.node.url)]
  const passphrase = 'opens it once'
  const locked = makeKey('-t', 'rsa', '-b', '2048', '-m', 'PEM', '-N', passphrase)
  const open = makeKey('-t', 'ecdsa', '-b', '384', '-m', 'PEM', '-N', '')
  await credentials.addKey('rsa pem locked', locked.privateKey, passphrase)
  await credentials.addKey('ecdsa pem', open.privateKey)
  const lines = {
    'rsa pem locked': locked.publicKey,
    'ecdsa pem': open.publicKey,
    'made here': await credentials.generateKey('made here'),
  }
  for (const [name, publicKey] of Object.entries(lines)) {
    // Each on a server that knows this key alone: a session that opens has used it.
    const sshd = await startSshd({ authorizedKey: publicKey })
    try {
      const account = { login: sshd.login, credential: name }
      await hosts.add({ name: `${name} host`, address: sshd.host, port: sshd.port, accounts: [account] })
      const live = await LiveClient.connect(house.visitor)
      const href = await page.locator('a[href^="/terminal/"]').first().getAttribute('href')
      const { sessionId } = await live.open({ kind: 'account', accountId: href?.split('/').at(-1) ?? '' })
      await live.acceptHostKey(sessionId)
      await live.until(() => live.states.at(-1)?.state === 'open')
      live.type(sessionId, 'exit\n')
      await live.until(() => live.end !== undefined)
      live.close()
    } finally {
      await sshd.stop()
    }
  }
})

// Only root can make a user with a known password.
if (process.getuid?.() === 0) {
  for (const [method, config] of [
    ['a password', []],
    ['keyboard-interactive', ['UsePAM yes', 'KbdInteractiveAuthentication yes', 'PasswordAuthentication no']],
  ] as const) {
    test(`${method} that is asked at connect is typed into the terminal, unseen`, async ({ signedIn, house }) => {
      test.setTimeout(240_000)
      const { page } = await signedIn()
      const sshd = await startSshd({ config: [...config, 'PubkeyAuthentication no'] })
      const hosts = new HostsPage(page, house.node.url)
      const terminal = new TerminalPage(page)
      try {
        await hosts.add({
          name: `asks for ${method}`,
          address: sshd.host,
          port: sshd.port,
          accounts: [{ login: sshd.login }],
        })
        await hosts.connect(`asks for ${method}`)
        await terminal.acceptHostKey()
        await terminal.shows('assword')
        await terminal.type('not this one')
        await terminal.press('Enter')
        await expect.poll(async () => (await terminal.screen()).match(/assword/g)?.length).toBe(2)
        await terminal.type(sshd.password)
        await terminal.press('Enter')
        await terminal.open()
        expect(await terminal.screen()).not.toContain(sshd.password)
        expect(await terminal.screen()).not.toContain('not this one')
        await terminal.run('exit')
        await terminal.ended('exited')
      } finally {
        await sshd.stop()
      }
    })
  }
}
