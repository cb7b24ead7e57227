import { type BrowserContext, test as base, type Page } from '@playwright/test'
import { type RunningSshd, startSshd } from '@/gateway/testing/sshd'
import { seed } from './support/house'
import type { GatehouseNode } from './support/node'
import { administrator, ownNode } from './support/own-node'
import { Visitor } from './support/visitor'

/** A node that several tests share: one administrator, one host with a key that works, one session that has ended. */
export interface House {
  node: GatehouseNode
  visitor: Visitor
  hostName: string
  hostId: string
  accountId: string
  sessionId: string
}

interface Fixtures {
  /** A browser page that has signed in to the house as its administrator, or as someone else. */
  signedIn: (name?: string, password?: string) => Promise<{ page: Page; context: BrowserContext }>
}

interface WorkerFixtures {
  sshd: RunningSshd
  house: House
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  sshd: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from this pattern.
    async ({}, use) => {
      const sshd = await startSshd()
      await use(sshd)
      await sshd.stop()
    },
    { scope: 'worker', timeout: 60_000 },
  ],

  house: [
    async ({ browser, sshd }, use) => {
      const { node, visitor } = await ownNode()
      const context = await browser.newContext()
      try {
        await signIn(context, visitor)
        const seeded = await seed(await context.newPage(), node, sshd)
        await use({ node, visitor, ...seeded })
      } finally {
        await context.close()
        await node.dispose()
      }
    },
    { scope: 'worker', timeout: 120_000 },
  ],

  signedIn: async ({ browser, house }, use) => {
    const contexts: BrowserContext[] = []
    await use(async (name = administrator.name, password = administrator.password) => {
      const context = await browser.newContext({ baseURL: house.node.url })
      contexts.push(context)
      await signIn(context, await new Visitor(house.node.url).signIn(name, password))
      return { context, page: await context.newPage() }
    })
    for (const context of contexts) await context.close()
  },
})

export { expect } from '@playwright/test'

/** Gives a browser the cookies of a visitor who has signed in. */
export async function signIn(context: BrowserContext, visitor: Visitor): Promise<void> {
  await context.addCookies(visitor.cookieList().map(({ name, value }) => ({ name, value, url: visitor.origin })))
}
