import { startSshd } from '@/gateway/testing/sshd'
import { expect, test } from './fixtures'
import { CredentialsPage } from './pages/credentials'
import { HostsPage } from './pages/hosts'
import { SessionsPage } from './pages/sessions'
import { TerminalPage } from './pages/terminal'
import { parseCast } from './support/recordings'

test('a host that writes GBK: on the screen, typed, replayed and exported', async ({ signedIn, house }) => {
  test.setTimeout(360_000)
  const sshd = await startSshd()
  try {
    const { page } = await signedIn()
    const hosts = new HostsPage(page, house.node.url)
    const terminal = new TerminalPage(page)
    await new CredentialsPage(page, house.node.url).addKey('old key', sshd.privateKey)
    await hosts.add({
      name: 'old-harbour',
      address: sshd.host,
      port: sshd.port,
      encoding: 'gbk',
      accounts: [{ login: sshd.login, credential: 'old key' }],
    })
    await hosts.connect('old-harbour')
    await terminal.acceptHostKey()
    await terminal.open()

    await test.step('what it prints is read', async () => {
      await terminal.run(String.raw`printf '\326\320\316\304 %s\n' "$LC_CTYPE:"`)
      await terminal.showsLine('中文 :')
      // A character whose second byte is a backslash, and one that comes in two pieces.
      await terminal.run(String.raw`printf '\225\134|\326'; sleep 0.2; printf '\320|\n'`)
      await terminal.showsLine('昞|中|')
    })

    await test.step('what is typed is written for it', async () => {
      // What comes before the shell has let go of the line editor is not echoed, by any terminal.
      await terminal.run('echo wai"ti"ng; head -n 1 | od -An -tx1')
      await terminal.showsLine('waiting')
      await terminal.insert('终端')
      await terminal.shows('终端')
      await terminal.press('Enter')
      await terminal.shows('d6 d5 b6 cb 0a')
    })

    await terminal.run('exit')
    await terminal.ended('exited')
    await test.step('it is replayed and exported as text', async () => {
      const sessions = new SessionsPage(page, house.node.url)
      await sessions.openFirst('old-harbour')
      await sessions.play()
      await sessions.replayShows('中文 :')
      const { output } = parseCast(await sessions.download())
      expect(output).toContain('中文 :')
      expect(output).toContain('昞|中|')
      expect(output).toContain('终端')
      expect(output).not.toContain('\ufffd')
    })
  } finally {
    await sshd.stop()
  }
})
