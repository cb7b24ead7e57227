import type { Page } from '@playwright/test'

/** Where a crawl begins; it finds the rest by itself. */
export function startsOf(house: { sessionId: string }): string[] {
  return ['/hosts', `/sessions/${house.sessionId}`, '/connect', '/audit', '/users', '/profile', '/no-such-page']
}

/**
 * Visits each kind of page once: follows the links inside the portal, where pages that differ in an id are one kind.
 * Leaves out what is no page (downloads) and what opens a session. Resolves to the kinds that were seen.
 */
export async function crawl(
  page: Page,
  origin: string,
  starts: readonly string[],
  visit: (path: string, kind: string) => Promise<void>,
): Promise<Set<string>> {
  const seen = new Set<string>()
  const queue = [...starts]
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    const kind = path.replace(/\/[0-9a-f-]{36}(?=\/|$)/g, '/:id')
    if (seen.has(kind)) continue
    seen.add(kind)
    await page.goto(origin + path)
    await page.getByRole('heading', { level: 1 }).first().waitFor({ timeout: 10_000 })
    const links = await page.locator('a[href^="/"]').evaluateAll((all) => all.map((link) => link.getAttribute('href')))
    for (const link of links) {
      const target = link?.split(/[?#]/)[0] ?? ''
      if (target && !/^\/(api|terminal)\//.test(target)) queue.push(target)
    }
    await visit(path, kind)
  }
  return seen
}
