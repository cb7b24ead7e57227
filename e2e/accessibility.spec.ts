import { expect, type Page } from '@playwright/test'
import { test } from './fixtures'
import { HostsPage } from './pages/hosts'
import { TerminalPage } from './pages/terminal'
import { expectAccessible } from './support/axe'
import { crawl, startsOf } from './support/crawl'

interface View {
  colorScheme: 'light' | 'dark'
  size: { width: number; height: number }
}

const wide = { width: 1440, height: 900 }
const narrow = { width: 390, height: 844 }
const everyView: View[] = [
  { colorScheme: 'light', size: wide },
  { colorScheme: 'light', size: narrow },
  { colorScheme: 'dark', size: narrow },
  { colorScheme: 'dark', size: wide },
]
// Colours do not depend on the language: each theme and each width once is enough for the second one.
const views = {
  en: everyView,
  'zh-CN': everyView.filter(({ colorScheme, size }) => (colorScheme === 'light') === (size === wide)),
}

for (const locale of ['en', 'zh-CN'] as const) {
  test(`no page has an accessibility violation: ${locale}, both themes, wide and narrow`, async ({
    signedIn,
    house,
  }) => {
    test.setTimeout(600_000)
    const { page, context } = await signedIn()
    await context.addCookies([{ name: 'gatehouse-locale', value: locale, url: house.node.url }])
    const seen = await crawl(page, house.node.url, startsOf(house), async (path) => {
      await expect(page.locator('html')).toHaveAttribute('lang', locale)
      await check(page, `${path} in ${locale}`, views[locale])
    })
    expect(seen.size).toBeGreaterThan(10)
  })

  test(`nor has the way in: ${locale}`, async ({ page, context, house }) => {
    await context.addCookies([{ name: 'gatehouse-locale', value: locale, url: house.node.url }])
    for (const path of ['/sign-in', '/setup/not-a-link']) {
      await page.goto(house.node.url + path)
      await check(page, `${path} in ${locale}`, views[locale])
    }
  })
}

test('nor has an open terminal', async ({ signedIn, house }) => {
  const { page } = await signedIn()
  await new HostsPage(page, house.node.url).connect(house.hostName)
  const terminal = new TerminalPage(page)
  await terminal.open()
  await check(page, 'the terminal')
  await terminal.run('exit')
  await terminal.ended('exited')
  await check(page, 'the terminal at its end')
})

async function check(page: Page, name: string, looks = everyView): Promise<void> {
  for (const { colorScheme, size } of looks) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.setViewportSize(size)
    await expectAccessible(page, `${name}, ${colorScheme}, ${size.width} wide`)
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    expect(overflow, `${name} scrolls sideways at ${size.width}`).toBeLessThanOrEqual(0)
  }
  await page.setViewportSize(wide)
}
