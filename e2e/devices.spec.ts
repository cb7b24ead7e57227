import { type Browser, type BrowserContext, expect, type Page } from '@playwright/test'
import { test } from './fixtures'
import { GatePage } from './pages/gate'
import { TokensPage } from './pages/tokens'
import { expectAccessible } from './support/axe'
import { labels, t } from './support/labels'
import { GatehouseNode } from './support/node'
import { administrator } from './support/own-node'

const { name, password } = administrator

/** A node whose administrator has never signed in. */
async function newNode(): Promise<GatehouseNode> {
  const node = await GatehouseNode.start()
  await node.command(['admin', 'create', '--name', name, '--password-stdin'], password)
  return node
}

/** A browser of its own, signed in through the form. */
async function signedInBrowser(
  browser: Browser,
  node: GatehouseNode,
): Promise<{ page: Page; context: BrowserContext }> {
  const context = await browser.newContext({ baseURL: node.url })
  const page = await context.newPage()
  await signIn(page)
  return { context, page }
}

async function signIn(page: Page): Promise<void> {
  await page.goto('/sign-in')
  await new GatePage(page).signIn(name, password)
  await page.waitForURL('**/hosts')
}

const notice = (page: Page) => page.getByRole('link', { name: t('nav.newDevice.title') })

test('a sign-in in a new browser is pointed out in the others, and ended by whom it was not', async ({ browser }) => {
  const node = await newNode()
  const own = await signedInBrowser(browser, node)
  try {
    await test.step('the first is expected, and known again by a cookie that no script reads', async () => {
      const cookie = (await own.context.cookies()).find((one) => one.name === 'gatehouse.device')
      expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/' })
      expect(await own.page.evaluate(() => document.cookie)).not.toContain('gatehouse.device')
      await own.context.clearCookies({ name: 'gatehouse.session' })
      await signIn(own.page)
      await own.page.goto('/audit?action=sign-in.new-device')
      await expect(own.page.getByText(t('common.nothingFound'))).toBeVisible()
      await expect(notice(own.page)).toHaveCount(0)
    })
    const other = await signedInBrowser(browser, node)
    await test.step('the new one is not told, and the first is at its next page', async () => {
      await expect(notice(other.page)).toHaveCount(0)
      await own.page
        .getByRole('navigation', { name: t('nav.main') })
        .getByRole('link', { name: t('nav.sessions') })
        .click()
      await own.page.waitForURL('**/sessions')
      await expect(notice(own.page)).toBeVisible()
    })
    const token = await test.step('whoever it is makes themselves a way back', async () => {
      await other.page.goto('/profile')
      return new TokensPage(other.page).make(t('tokens.new'), 'way back', ['hosts:read'])
    })
    await test.step("it wasn't me", async () => {
      await notice(own.page).click()
      await own.page.waitForURL('**/profile#devices')
      await own.page.getByRole('button', { name: t('profile.devices.notMine') }).click()
      const question = own.page.getByRole('alertdialog')
      await expect(question).toContainText('127.0.0.1')
      await question.getByRole('button', { name: t('profile.devices.ask.confirm') }).click()
      await expect(own.page.getByText(t('profile.devices.after.text'))).toBeVisible()
      await expect(notice(own.page)).toHaveCount(0)
      await own.page.getByRole('button', { name: t('profile.devices.after.password') }).click()
      await expect(own.page.getByLabel(t('profile.password.current'), { exact: true })).toBeFocused()
      await other.page.goto('/hosts')
      await other.page.waitForURL('**/sign-in')
      const answer = await fetch(`${node.url}/api/v1/hosts`, { headers: { authorization: `Bearer ${token}` } })
      expect(answer.status).toBe(401)
    })
    await test.step('it is new again when it comes back; this time it is fine', async () => {
      await signIn(other.page)
      await own.page.reload()
      await notice(own.page).click()
      // The new one can't take the notice away.
      await other.page.goto('/profile')
      await expect(other.page.getByText(t('profile.devices.lead'))).toBeVisible()
      await expect(other.page.getByRole('button', { name: t('profile.devices.mine') })).toHaveCount(0)
      await own.page.getByRole('button', { name: t('profile.devices.mine') }).click()
      await expect(own.page.getByText(t('profile.devices.mineDone'))).toBeVisible()
      await expect(notice(own.page)).toHaveCount(0)
      await own.page.goto('/audit')
      for (const action of ['sign-in-new-device', 'device-disown', 'device-confirm']) {
        await expect(
          own.page
            .getByRole('table')
            .getByText(t(`audit.action.${action}`))
            .first(),
        ).toBeVisible()
      }
    })
    await other.context.close()
  } finally {
    await own.context.close()
    await node.dispose()
  }
})

test('the notice has no accessibility violation, in both languages, wide and narrow', async ({ browser }) => {
  const node = await newNode()
  const own = await signedInBrowser(browser, node)
  const other = await signedInBrowser(browser, node)
  try {
    for (const locale of ['en', 'zh-CN'] as const) {
      await own.context.addCookies([{ name: 'gatehouse-locale', value: locale, url: node.url }])
      for (const [colorScheme, width] of [
        ['light', 1440],
        ['dark', 390],
      ] as const) {
        await own.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
        await own.page.setViewportSize({ width, height: 900 })
        await own.page.goto('/profile')
        await expect(own.page.getByRole('link', { name: labels(locale)('nav.newDevice.title') })).toBeVisible()
        await expectAccessible(own.page, `the account page in ${locale}, ${width} wide`)
        const overflow = await own.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
        expect(overflow, `scrolls sideways at ${width}`).toBeLessThanOrEqual(0)
      }
    }
  } finally {
    await own.context.close()
    await other.context.close()
    await node.dispose()
  }
})
