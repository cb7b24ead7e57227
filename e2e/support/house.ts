import type { Page } from '@playwright/test'
import type { RunningSshd } from '@/gateway/testing/sshd'
import { CredentialsPage } from '../pages/credentials'
import { HostsPage } from '../pages/hosts'
import { TerminalPage } from '../pages/terminal'
import type { GatehouseNode } from './node'

/**
 * Through the pages, as a person would: a key, a host that uses it, and one session on it, so that the host key is accepted and
 * there is something to review.
 */
export async function seed(page: Page, node: GatehouseNode, sshd: RunningSshd, hostName = 'harbour') {
  await new CredentialsPage(page, node.url).addKey(`${hostName} key`, sshd.privateKey)
  const hosts = new HostsPage(page, node.url)
  await hosts.add({
    name: hostName,
    address: sshd.host,
    port: sshd.port,
    tags: 'demo, loopback',
    accounts: [{ login: sshd.login, credential: `${hostName} key` }],
  })
  const hostId = lastPart(page.url())
  const accountId = await hosts.connect(hostName)
  const terminal = new TerminalPage(page)
  await terminal.acceptHostKey()
  await terminal.open()
  await terminal.run('exit')
  await terminal.ended('exited')
  await page.goto(`${node.url}/sessions`)
  const link = await page.locator('main a[href^="/sessions/"]').first().getAttribute('href')
  return { hostName, hostId, accountId, sessionId: lastPart(link ?? '') }
}

function lastPart(url: string): string {
  return /([0-9a-f-]{36})\/?(?:[?#].*)?$/.exec(url)?.[1] ?? ''
}
