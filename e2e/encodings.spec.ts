import type { HostEncoding } from '@/core/encodings/names'
import { startSshd } from '@/gateway/testing/sshd'
import { expect, test } from './fixtures'
import { CredentialsPage } from './pages/credentials'
import { HostsPage } from './pages/hosts'
import { SessionsPage } from './pages/sessions'
import { TerminalPage } from './pages/terminal'
import { WorkplacePage } from './pages/workplace'
import { goInside } from './support/inside'
import { t } from './support/labels'
import { readRecording } from './support/recordings'

/** Known from the encodings' own tables. Where a character has two bytes, the last one's second is a backslash. */
const scripts: [encoding: HostEncoding, text: string, bytes: string][] = [
  ['gbk', '中文昞', 'd6 d0 ce c4 95 5c'],
  ['big5', '中文功', 'a4 a4 a4 e5 a5 5c'],
  ['shift_jis', '日本語ソ', '93 fa 96 7b 8c ea 83 5c'],
  ['iso-8859-1', 'élan à ÿ', 'e9 6c 61 6e 20 e0 20 ff'],
]

const octal = (bytes: string[]) => bytes.map((byte) => `\\${Number.parseInt(byte, 16).toString(8).padStart(3, '0')}`)

test('hosts that write GBK, Big5, Shift JIS and Latin-1: on the screen, typed, after a reload, found, replayed, exported', async ({
  signedIn,
  house,
}) => {
  test.setTimeout(360_000)
  const sshd = await startSshd()
  const inside = await goInside(house.node)
  try {
    const { page } = await signedIn()
    const name = 'old-harbour'
    const hosts = new HostsPage(page, house.node.url)
    const terminal = new TerminalPage(page)
    const place = new WorkplacePage(page, house.node.url)
    await new CredentialsPage(page, house.node.url).addKey('old key', sshd.privateKey)
    await hosts.add({
      name,
      address: sshd.host,
      port: sshd.port,
      encoding: 'gbk',
      accounts: [{ login: sshd.login, credential: 'old key' }],
    })
    await hosts.connect(name)
    await terminal.acceptHostKey()

    for (const [encoding, text, bytes] of scripts) {
      await test.step(`${encoding}: what it prints is read, a character in two pieces too`, async () => {
        if (encoding !== 'gbk') {
          await inside.db.host.updateMany({ where: { name }, data: { encoding } })
          await terminal.reconnectButton.click()
        }
        await terminal.open()
        const [first = '', ...rest] = octal(bytes.split(' '))
        await terminal.run(`printf '${first}'; sleep 0.2; printf '${rest.join('')} %s\\n' "$LC_CTYPE:"`)
        await terminal.showsLine(`${text} :`)
      })

      await test.step(`${encoding}: what is typed is written for it`, async () => {
        // What comes before the shell has let go of the line editor is not echoed, by any terminal.
        await terminal.run(`echo wai"t"-${encoding}; head -n 1 | od -An -tx1`)
        await terminal.showsLine(`wait-${encoding}`)
        await terminal.insert(text)
        await terminal.shows(`\n${text}`)
        await terminal.press('Enter')
        await terminal.shows(`${bytes} 0a`)
      })

      await test.step(`${encoding}: after a reload it is there, and found`, async () => {
        await terminal.run('seq -f %gz 60')
        await terminal.showsLine('60z')
        await place.saved()
        await page.reload()
        await terminal.showsLine('60z')
        await terminal.hides(`${text} :`)
        await page.keyboard.press('Control+Shift+F')
        const bar = page.getByRole('search')
        await bar.getByRole('textbox').fill(`${text} :`)
        await expect(bar.getByRole('status')).toHaveText(t('terminal.find.count', { index: 1, count: 1 }))
        await terminal.showsLine(`${text} :`)
        await page.keyboard.press('Escape')
        // Once more at the end, where a replay comes to rest.
        await terminal.run(`printf '${octal(bytes.split(' ')).join('')} :\\n'`)
        await terminal.shows(`\n${text} :`)
        await terminal.run('exit')
        await terminal.ended('exited')
      })
    }

    const recorded = await inside.db.session.findMany({ where: { hostName: name }, orderBy: { startedAt: 'asc' } })
    expect(recorded).toHaveLength(scripts.length)
    const sessions = new SessionsPage(page, house.node.url)
    for (const [index, [encoding, text]] of scripts.entries()) {
      await test.step(`${encoding}: it is replayed and exported as text`, async () => {
        const id = recorded[index]?.id ?? ''
        await page.goto(`${house.node.url}/sessions/${id}`)
        await sessions.play()
        await sessions.replayShows(`${text} :`)
        const { output } = await readRecording(house.visitor, id)
        expect(output).toContain(`${text} :`)
        expect(output).not.toContain('\ufffd')
      })
    }
  } finally {
    await inside.close()
    await sshd.stop()
  }
})
