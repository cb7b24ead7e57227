import { join } from 'node:path'
import { test } from '../fixtures'
import { HostsPage } from '../pages/hosts'
import { SessionsPage } from '../pages/sessions'
import { TerminalPage } from '../pages/terminal'

const folder = join(import.meta.dirname, '../../docs/images')

// What a day at work looks like: colours, a listing, other scripts.
const scene = [
  "PS1='\\[\\e[1;32m\\]ann@harbour\\[\\e[0m\\]:\\[\\e[1;34m\\]~\\[\\e[0m\\]$ '; clear",
  'mkdir -p site/{assets,pages,logs} && touch site/{robots.txt,index.html} && ls -la --color=always --time-style=+ site',
  "printf '\\e[33m▲\\e[0m disk  %s used   \\e[32m●\\e[0m load %s   中文 ✓\\n' \"$(df -h / | awk 'END{print $5}')\" \"$(cut -d' ' -f1 /proc/loadavg)\"",
]

test.use({ viewport: { width: 1280, height: 720 }, deviceScaleFactor: 2, colorScheme: 'dark' })

test('terminal and replay', async ({ signedIn, house }) => {
  const { page } = await signedIn()
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.setViewportSize({ width: 1280, height: 720 })
  await new HostsPage(page, house.node.url).connect(house.hostName)
  const terminal = new TerminalPage(page)
  await terminal.open()
  for (const line of scene) await terminal.run(line)
  await terminal.shows('中文 ✓')
  await page.screenshot({ path: join(folder, 'terminal.png') })
  await terminal.run('exit')
  await terminal.ended('exited')

  const sessions = new SessionsPage(page, house.node.url)
  await sessions.openFirst(house.hostName)
  await sessions.play()
  await sessions.replayShows('中文 ✓')
  await page.screenshot({ path: join(folder, 'replay.png') })
})
