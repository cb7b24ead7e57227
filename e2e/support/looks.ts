import { expect, type Page } from '@playwright/test'
import { expectAccessible } from './axe'

export const wide = { width: 1440, height: 900 }
export const narrow = { width: 390, height: 844 }

/** Every look of a page as it stands. */
export async function checkLooks(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const size of [wide, narrow]) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await page.setViewportSize(size)
      await expectAccessible(page, `${name}, ${colorScheme}, ${size.width} wide`)
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
      expect(overflow, `${name} scrolls sideways at ${size.width}`).toBeLessThanOrEqual(0)
    }
  }
  await page.setViewportSize(wide)
}
