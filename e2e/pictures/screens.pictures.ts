import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { test } from '../fixtures'
import { crawl, startsOf } from '../support/crawl'

const folder = join(import.meta.dirname, '../../.tmp/screens')

for (const locale of ['en', 'zh-CN'] as const) {
  test(`every page in ${locale}`, async ({ signedIn, house }) => {
    test.setTimeout(300_000)
    mkdirSync(folder, { recursive: true })
    const { page, context } = await signedIn()
    await context.addCookies([{ name: 'gatehouse-locale', value: locale, url: house.node.url }])
    await crawl(page, house.node.url, startsOf(house), async (_, kind) => {
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme })
        for (const width of [1440, 390]) {
          await page.setViewportSize({ width, height: width === 390 ? 844 : 900 })
          const name = kind.slice(1).replaceAll(/[^a-z]+/g, '-') || 'root'
          await page.screenshot({ path: join(folder, `${name}.${locale}.${colorScheme}.${width}.png`) })
        }
      }
    })
  })
}
