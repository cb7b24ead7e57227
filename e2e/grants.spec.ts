import { randomBytes } from 'node:crypto'
import type { Page } from '@playwright/test'
import { expect, signIn, test } from './fixtures'
import { HostsPage } from './pages/hosts'
import { TerminalPage } from './pages/terminal'
import { seed } from './support/house'
import { invite } from './support/invite'
import { t } from './support/labels'
import { LiveClient } from './support/live-client'
import type { GatehouseNode } from './support/node'
import { ownNode } from './support/own-node'
import { Visitor } from './support/visitor'

const password = 'the operator walks at dawn'

/** A node whose hosts are open to nobody, with a host, and an operator who has signed in beside the administrator. */
async function houseWithoutGrants(page: Page, ...[sshd]: [Parameters<typeof seed>[2]]) {
  const own = await ownNode()
  await signIn(page.context(), own.visitor)
  const seeded = await seed(page, own.node, sshd)
  await own.node.command(['grants', 'remove', '--name', 'Everyone: all hosts'])
  const name = `olga-${randomBytes(3).toString('hex')}`
  await invite(page, own.node, { name, role: 'operator', password })
  const visitor = await new Visitor(own.node.url).signIn(name, password)
  return { node: own.node, admin: own.visitor, operator: visitor, name, ...seeded }
}

const grant = (node: GatehouseNode, user: string, ...more: string[]) =>
  node.command(['grants', 'add', '--name', 'theirs', '--user', user, '--host', 'harbour', ...more])

test('a host is there for whom a grant means, and for nobody else', async ({ page, browser, sshd }) => {
  test.setTimeout(240_000)
  const house = await houseWithoutGrants(page, sshd)
  const { node, operator, accountId, hostId, hostName, name } = house
  const context = await browser.newContext()
  try {
    await signIn(context, operator)
    const theirs = await context.newPage()
    const hosts = new HostsPage(theirs, node.url)
    await test.step('without one: not in the list, not by its address, not by the socket', async () => {
      await theirs.goto(`${node.url}/hosts`)
      await expect(theirs.getByRole('heading', { name: t('hosts.title') })).toBeVisible()
      await expect(theirs.getByText(hostName, { exact: true })).toHaveCount(0)
      for (const path of [`/hosts/${hostId}`, `/terminal/${accountId}`, `/terminal?account=${accountId}`]) {
        expect(await followed(operator, path), path).toContain(t('errors.not-found'))
      }
      expect(await (await operator.request('/api/v1/hosts/lookup?q=harbour')).text()).not.toContain(hostId)
      const live = await LiveClient.connect(operator)
      await expect(live.open({ kind: 'account', accountId })).rejects.toThrow('not-found')
      live.close()
      // An administrator sees it, and needs a grant all the same.
      const admin = await LiveClient.connect(house.admin)
      await expect(admin.open({ kind: 'account', accountId })).rejects.toThrow('no-access')
      admin.close()
    })

    await test.step('with one: in the list, and its shell opens', async () => {
      await grant(node, name)
      await hosts.connect(hostName)
      const terminal = new TerminalPage(theirs)
      await terminal.open()
      await terminal.run('echo $((6*7))-granted')
      await terminal.shows('42-granted')
    })

    await test.step('taken back: the shell ends within two seconds, and says why', async () => {
      const live = await LiveClient.connect(operator)
      const { sessionId } = await live.open({ kind: 'account', accountId })
      await live.until(() => live.states.at(-1)?.state === 'open')
      await node.command(['grants', 'remove', '--name', 'theirs'])
      const removed = Date.now()
      await live.until(() => live.end !== undefined)
      expect(live.end?.reason).toBe('grant-removed')
      expect(Date.now() - removed).toBeLessThan(2000)
      live.close()
      await new TerminalPage(theirs).ended('grant-removed')
      const log = await (await house.admin.request('/api/v1/audit/export?format=jsonl&action=session.end')).text()
      const end = log.split('\n').find((line) => line.includes(sessionId))
      expect(end).toContain('grant-removed')
      const live2 = await LiveClient.connect(operator)
      await expect(live2.attach(sessionId)).resolves.toMatchObject({ kind: 'ended', end: { reason: 'grant-removed' } })
      await expect(live2.open({ kind: 'account', accountId })).rejects.toThrow('not-found')
      live2.close()
    })
  } finally {
    await context.close()
    await node.dispose()
  }
})

test('a grant that ends takes its shells along, and one demands what it demands', async ({ page, browser, sshd }) => {
  test.setTimeout(240_000)
  const { node, operator, accountId, name, hostName } = await houseWithoutGrants(page, sshd)
  const context = await browser.newContext()
  try {
    await signIn(context, operator)
    const theirs = await context.newPage()
    await test.step('the person is warned, and then cut off with the reason', async () => {
      const until = Date.now() + 20_000
      await grant(node, name, '--until', new Date(until).toISOString())
      const live = await LiveClient.connect(operator)
      const warnings: unknown[] = []
      live.socket.on('warning', (_, warning) => warnings.push(warning))
      await live.open({ kind: 'account', accountId })
      await new HostsPage(theirs, node.url).connect(hostName)
      await live.until(() => live.end !== undefined, 40_000)
      expect(live.end?.reason).toBe('grant-expired')
      expect(Date.now() - until).toBeLessThan(2000)
      expect(warnings).toContainEqual({ kind: 'access', endsAt: until })
      await new TerminalPage(theirs).ended('grant-expired')
      await expect(live.open({ kind: 'account', accountId })).rejects.toThrow('no-access')
      live.close()
      await node.command(['grants', 'remove', '--name', 'theirs'])
    })

    await test.step('networks, second factor, reason: each is named', async () => {
      for (const [more, opens] of [
        [['--network', '192.0.2.0/24'], false],
        [['--second-factor'], false],
        [['--login', 'nobody-else'], undefined],
        [['--network', '127.0.0.0/8'], true],
      ] as const) {
        await grant(node, name, ...more)
        const live = await LiveClient.connect(operator)
        const opening = live.open({ kind: 'account', accountId })
        if (opens) expect((await opening).sessionId).toBeTruthy()
        else await expect(opening).rejects.toThrow(opens === undefined ? 'not-found' : 'no-access')
        live.close()
        await node.command(['grants', 'remove', '--name', 'theirs'])
      }
    })
  } finally {
    await context.close()
    await node.dispose()
  }
})

/** A page's text, after one redirection. */
async function followed(visitor: Visitor, path: string): Promise<string> {
  const answer = await visitor.request(path)
  const to = answer.headers.get('location')
  return to ? (await visitor.request(to)).text() : answer.text()
}
