import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { EndReason } from '@/core/sessions/reasons'
import {
  closesInKeyExchange,
  garbageHost,
  type HostileHost,
  packetSizeZeroHost,
  silentHost,
  windowOverrunHost,
} from '@/gateway/testing/hostile-hosts'
import { type RunningSshd, startSshd } from '@/gateway/testing/sshd'
import { expect, signIn, test } from './fixtures'
import { QuickConnectPage } from './pages/connect'
import { HostsPage } from './pages/hosts'
import { SessionsPage } from './pages/sessions'
import { TerminalPage } from './pages/terminal'
import { seed } from './support/house'
import { t } from './support/labels'
import { ownNode } from './support/own-node'
import { freePort } from './support/ports'

interface Target {
  address: string
  port: number
  stop?: () => unknown
}

/** What quick connect is pointed at, and the reason that the person must be shown. */
const unreachable: Partial<Record<EndReason, () => Promise<Target>>> = {
  refused: async () => ({ address: '127.0.0.1', port: await freePort() }),
  // The limited broadcast address: no TCP route leads there, whatever network the machine is on.
  'no-route': async () => ({ address: '255.255.255.255', port: 22 }),
  'address-forbidden': async () => ({ address: '169.254.169.254', port: 22 }),
  'dns-failed': async () => ({ address: 'no-such-host.invalid', port: 22 }),
  'timed-out': () => hostile(silentHost),
  'not-ssh': () => hostile(garbageHost),
  'closed-during-handshake': () => hostile(closesInKeyExchange),
  'no-common-algorithm': async () => {
    const sshd = await startSshd({ config: ['KexAlgorithms sntrup761x25519-sha512@openssh.com'] })
    return { address: sshd.host, port: sshd.port, stop: () => sshd.stop() }
  },
}

test.describe('a connection that fails says why and offers another try', () => {
  let own: Awaited<ReturnType<typeof ownNode>>
  test.beforeAll(async () => {
    own = await ownNode({
      settings: { GATEHOUSE_CONNECT_TIMEOUT_SECONDS: '2', GATEHOUSE_FORBIDDEN_TARGETS: '169.254.0.0/16' },
    })
  })
  test.afterAll(() => own?.node.dispose())

  for (const [reason, start] of Object.entries(unreachable)) {
    test(reason, async ({ page, context }) => {
      await signIn(context, own.visitor)
      const target = await start()
      try {
        await new QuickConnectPage(page, own.node.url).connect({ ...target, login: 'nobody', password: 'not used' })
        const terminal = new TerminalPage(page)
        await terminal.ended(reason)
        await expect(terminal.reconnectButton).toBeVisible()
      } finally {
        await target.stop?.()
      }
    })
  }

  for (const [reason, start] of [
    ['protocol-violation', packetSizeZeroHost],
    ['window-overrun', windowOverrunHost],
  ] as const) {
    test(`a host that breaks the protocol: ${reason}`, async ({ page, context }) => {
      await signIn(context, own.visitor)
      const target = await start()
      try {
        await new QuickConnectPage(page, own.node.url).connect({
          address: target.host,
          port: target.port,
          login: 'somebody',
          password: 'anything goes',
        })
        const terminal = new TerminalPage(page)
        await terminal.acceptHostKey()
        await terminal.ended(reason)
        expect((await fetch(`${own.node.url}/readyz`)).status).toBe(200)
      } finally {
        await target.stop()
      }
    })
  }

  test('wrong credential', async ({ page, context, sshd }) => {
    await signIn(context, own.visitor)
    await new QuickConnectPage(page, own.node.url).connect({
      address: sshd.host,
      port: sshd.port,
      login: sshd.login,
      password: 'certainly not the password',
    })
    const terminal = new TerminalPage(page)
    await terminal.acceptHostKey()
    await terminal.ended('auth-failed')
    await expect(terminal.reconnectButton).toBeVisible()
  })

  test('a host key that is refused', async ({ page, context }) => {
    await signIn(context, own.visitor)
    const sshd = await startSshd()
    try {
      await new QuickConnectPage(page, own.node.url).connect({
        address: sshd.host,
        port: sshd.port,
        login: sshd.login,
        password: 'never sent',
      })
      const terminal = new TerminalPage(page)
      expect(sshd.fingerprints).toContain(await terminal.offeredFingerprint())
      await terminal.refuseHostKey()
      await terminal.ended('host-key-refused')
    } finally {
      await sshd.stop()
    }
  })
})

test('a changed host key blocks until an administrator replaces it', async ({ signedIn, house }) => {
  const { page } = await signedIn()
  const sshd = await startSshd()
  const hosts = new HostsPage(page, house.node.url)
  const terminal = new TerminalPage(page)
  try {
    await hosts.add({
      name: 'changeling',
      address: sshd.host,
      port: sshd.port,
      accounts: [{ login: sshd.login }],
    })
    await hosts.connect('changeling')
    await terminal.acceptHostKey()
    await terminal.shows('assword')
    const before = sshd.fingerprints[0] ?? 'none'
    await sshd.replaceHostKey()

    await hosts.connect('changeling')
    await terminal.ended('host-key-changed')
    await expect(page.getByText(before).first()).toBeVisible()
    await expect(page.getByText(sshd.fingerprints[0] ?? 'none').first()).toBeVisible()
    await hosts.replaceKey('changeling', publicKeyOf(sshd), 'the machine was installed anew')
    await hosts.connect('changeling')
    await terminal.shows('assword')
  } finally {
    await sshd.stop()
  }
})

test.describe('an open session that ends says why', () => {
  test('closed by the host', async ({ signedIn, house }) => {
    const { page } = await signedIn()
    await new HostsPage(page, house.node.url).connect(house.hostName)
    const terminal = new TerminalPage(page)
    await terminal.open()
    // The shell's parent is the sshd that serves this connection.
    await terminal.run('kill -9 $PPID')
    await terminal.ended('closed-by-host', 'connection-lost')
    await terminal.reconnectButton.click()
    await terminal.open()
    await terminal.run('echo back-$((1+1))')
    await terminal.shows('back-2')
  })

  test('closed by an administrator', async ({ signedIn, house }) => {
    // Someone else's doing: ending one's own session from another tab is one's own.
    await house.node.command(['admin', 'create', '--name', 'warden', '--password-stdin'], 'keys of the old gate')
    const [{ page }, { page: other }] = [await signedIn(), await signedIn('warden', 'keys of the old gate')]
    await new HostsPage(page, house.node.url).connect(house.hostName)
    const terminal = new TerminalPage(page)
    await terminal.open()
    await new SessionsPage(other, house.node.url).endRunning(house.hostName)
    await terminal.ended('closed-by-administrator')
  })

  test('closed by signing out in another tab', async ({ signedIn, house }) => {
    const { page, context } = await signedIn()
    await new HostsPage(page, house.node.url).connect(house.hostName)
    const terminal = new TerminalPage(page)
    await terminal.open()
    const tab = await context.newPage()
    await tab.goto(`${house.node.url}/hosts`)
    await new HostsPage(tab, house.node.url).signOut()
    await terminal.ended('web-session-ended')
  })

  test("closed by the server's shutdown", async ({ page, context, sshd }) => {
    const { node, visitor } = await ownNode()
    try {
      await signIn(context, visitor)
      const { hostName } = await seed(page, node, sshd)
      await new HostsPage(page, node.url).connect(hostName)
      const terminal = new TerminalPage(page)
      await terminal.open()
      // As browsers keep ready: a connection on which nothing has been asked yet.
      const spare = connect(node.port, '127.0.0.1')
      await once(spare, 'connect')
      const begun = Date.now()
      const stopped = node.stop('SIGTERM')
      await terminal.ended('shutdown')
      expect(await stopped).toBe(0)
      expect(Date.now() - begun).toBeLessThan(10_000)
    } finally {
      await node.dispose()
    }
  })
})

test('a recording that can no longer be written ends the session, and there is none without it', async ({
  page,
  context,
  sshd,
}) => {
  test.setTimeout(480_000)
  const { node, visitor } = await ownNode()
  const mark = join(tmpdir(), `gatehouse-unrecorded-${randomUUID()}`)
  try {
    await signIn(context, visitor)
    const { hostName } = await seed(page, node, sshd)
    await new HostsPage(page, node.url).connect(hostName)
    const terminal = new TerminalPage(page)
    await terminal.open()
    // Every further write to a recording fails, as on a full disk.
    limitFiles(node.keepers(), '64:unlimited')
    await terminal.press('x')
    await terminal.ended('recording-failed')
    await terminal.run(`touch ${mark}`)
    await terminal.reconnectButton.click()
    await expect.poll(async () => (await terminal.screen()).split(t('endReason.recording-failed.title')).length).toBe(3)
    await terminal.ended('recording-failed')

    limitFiles(node.keepers(), 'unlimited')
    await terminal.reconnectButton.click()
    await terminal.open()
    await terminal.run(`ls ${mark}; echo looked-$((1+1))`)
    await terminal.shows('looked-2')
    expect(existsSync(mark)).toBe(false)
  } finally {
    await node.dispose()
  }
})

/** Sets how large a file these processes may write (soft:hard, bytes). */
function limitFiles(pids: number[], limit: string): void {
  for (const pid of pids) execFileSync('prlimit', ['--pid', String(pid), `--fsize=${limit}`])
}

async function hostile(start: () => Promise<HostileHost>): Promise<Target> {
  const host = await start()
  return { address: host.host, port: host.port, stop: () => host.stop() }
}

/** The host's key as ssh-keyscan prints it. */
function publicKeyOf(sshd: RunningSshd): string {
  const scan = execFileSync('ssh-keyscan', ['-p', String(sshd.port), '-t', 'ed25519', sshd.host], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  return scan.trim().split(' ').slice(1).join(' ')
}
