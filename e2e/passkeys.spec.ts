import { expect, type Page } from '@playwright/test'
import { test } from './fixtures'
import { FactorPage } from './pages/factor'
import { GatePage } from './pages/gate'
import { PasskeysPage } from './pages/passkeys'
import { VirtualAuthenticator } from './support/authenticator'
import { expectAccessible } from './support/axe'
import { labels, t } from './support/labels'
import { LiveClient } from './support/live-client'
import type { GatehouseNode } from './support/node'
import { ownNode } from './support/own-node'
import { freePort } from './support/ports'
import { Visitor } from './support/visitor'

const wide = { width: 1440, height: 900 }
const narrow = { width: 390, height: 844 }

/** Passkeys take no IP address for a name; a node on loopback has localhost for another one. */
const named = (node: GatehouseNode) => node.url.replace('127.0.0.1', 'localhost')

test('a passkey is added, asked for after the password, used alone and removed', async ({ page, context }) => {
  const { node, name, password } = await ownNode()
  try {
    const url = named(node)
    const [gate, passkeys, factor] = [new GatePage(page), new PasskeysPage(page), new FactorPage(page)]
    const device = await VirtualAuthenticator.plugIn(page)
    const cookie = async () => (await context.cookies()).some((one) => one.name === 'gatehouse.session')
    const signOut = async () => {
      await context.clearCookies({ name: 'gatehouse.session' })
      await page.goto(`${url}/sign-in`)
    }
    await page.goto(`${url}/sign-in`)
    await gate.signIn(name, password)
    await page.waitForURL('**/hosts')
    const codes = await test.step('added on the profile page', async () => {
      await page.goto(`${url}/profile`)
      await passkeys.openAdding()
      await passkeys.fillAndBegin('laptop', 'not the password at all')
      await expect(page.getByText(t('errors.password-wrong')).first()).toBeVisible()
      expect(await device.count()).toBe(0)
      await passkeys.fillAndBegin('laptop', password)
      const codes = await factor.recoveryCodes()
      expect(codes).toHaveLength(10)
      expect(await device.count()).toBe(1)
      await factor.kept()
      await expect(passkeys.row('laptop')).toContainText(t('common.never'))
      await expect(page.getByText(t('factor.codes.left')).locator('..')).toContainText('10')
      return codes
    })
    await test.step('the password alone opens no page, no route and no socket', async () => {
      await signOut()
      await gate.signIn(name, password)
      await expect(passkeys.useButton).toBeEnabled()
      expect(await cookie()).toBe(false)
      expect((await page.request.get(`${url}/hosts`, { maxRedirects: 0 })).status()).toBe(307)
      expect((await page.request.get(`${url}/api/v1/workspace`)).status()).toBe(401)
      const visitor = new Visitor(node.url)
      for (const one of await context.cookies()) visitor.setCookie(one.name, one.value)
      await expect(LiveClient.connect(visitor)).rejects.toThrow('not-signed-in')
    })
    await test.step('password and passkey do', async () => {
      await passkeys.useButton.click()
      await page.waitForURL('**/hosts')
    })
    await test.step('so do password and recovery code', async () => {
      await signOut()
      await gate.signIn(name, password)
      await page.getByRole('button', { name: t('factor.signIn.useRecovery') }).click()
      await factor.answer(codes[0] ?? '')
      await page.waitForURL('**/hosts')
    })
    const answer = await test.step('so does the passkey alone, and its answer works once', async () => {
      await signOut()
      const sent = page.waitForRequest('**/api/auth/callback/passkey*')
      await passkeys.useButton.click()
      await page.waitForURL('**/hosts')
      const answer = new URLSearchParams((await sent).postData() ?? '').get('passkey') ?? ''
      expect(JSON.parse(answer)).toMatchObject({ type: 'public-key' })
      await signOut()
      expect(await answerAgain(page, url, answer)).toBe('passkey-wrong')
      expect(await cookie()).toBe(false)
      return answer
    })
    await test.step('not when the device knows nobody, nor with anything of the answer changed', async () => {
      await device.recognise(false)
      await passkeys.useButton.click()
      await expect(page.getByText(t('passkey.cancelled'))).toBeVisible()
      await device.recognise(true)
      const { id, ...rest } = JSON.parse(answer)
      const changed = { ...rest, id: id.slice(1), rawId: id.slice(1) }
      for (const text of [JSON.stringify(changed), '{}', 'nothing']) {
        expect(await answerAgain(page, url, text)).toMatch(/^passkey-wrong|^sign-in-blocked/)
      }
      expect(await cookie()).toBe(false)
    })
    await test.step('a passkey that was removed opens nothing', async () => {
      await signOut()
      await passkeys.useButton.click()
      await page.waitForURL('**/hosts')
      await page.goto(`${url}/profile`)
      await page.getByRole('button', { name: t('passkey.rename.label', { name: 'laptop' }) }).click()
      await page.getByLabel(t('passkey.add.name')).fill('Ann’s 笔记本')
      await page
        .getByRole('dialog')
        .getByRole('button', { name: t('passkey.rename.save') })
        .click()
      await expect(passkeys.row('Ann’s 笔记本')).toBeVisible()
      await passkeys.openRemoving('Ann’s 笔记本')
      await passkeys.useButton.click()
      // Behind the open question there is no list to read.
      await expect(page.getByRole('dialog')).toHaveCount(0)
      await expect(passkeys.row('Ann’s 笔记本')).toHaveCount(0)
      expect(await device.count()).toBe(1)
      await signOut()
      await passkeys.useButton.click()
      await passkeys.refused()
      expect(await cookie()).toBe(false)
      await gate.signIn(name, password)
      await page.waitForURL('**/hosts')
      await page.goto(`${url}/audit?action=passkey.remove`)
      await expect(page.getByRole('table').getByText(name).first()).toBeVisible()
    })
  } finally {
    await node.dispose()
  }
})

test("someone else's passkey opens nothing, nor does a copy that was used less often", async ({ page, browser }) => {
  const { node, name, password } = await ownNode()
  const url = named(node)
  const context = await browser.newContext({ baseURL: url })
  try {
    const other = { name: 'Béa 贝亚', password: 'the ferry leaves at nine' }
    await node.command(['admin', 'create', '--name', other.name, '--password-stdin'], other.password)
    const theirs = await context.newPage()
    const enter = async (who: Page, called: string, secret: string) => {
      const device = await VirtualAuthenticator.plugIn(who)
      await who.goto(`${url}/sign-in`)
      await new GatePage(who).signIn(called, secret)
      await who.waitForURL('**/hosts')
      await who.goto(`${url}/profile`)
      await new PasskeysPage(who).addFirst('key', secret)
      await who.context().clearCookies({ name: 'gatehouse.session' })
      await who.goto(`${url}/sign-in`)
      return device
    }
    const device = await enter(page, name, password)
    await enter(theirs, other.name, other.password)
    const passkeys = new PasskeysPage(theirs)
    await test.step('with the password of the one and the passkey of the other', async () => {
      await new GatePage(theirs).signIn(name, password)
      await passkeys.useButton.click()
      await passkeys.refused()
      expect((await context.cookies()).some((one) => one.name === 'gatehouse.session')).toBe(false)
      await theirs.goto(`${url}/sign-in`)
      await passkeys.useButton.click()
      await theirs.waitForURL('**/hosts')
      await expect(theirs.getByRole('button', { name: other.name })).toBeVisible()
    })
    await test.step('a copy', async () => {
      const own = new PasskeysPage(page)
      await own.useButton.click()
      await page.waitForURL('**/hosts')
      await page.context().clearCookies({ name: 'gatehouse.session' })
      await page.goto(`${url}/sign-in`)
      await device.turnIntoCopy(0)
      await own.useButton.click()
      await own.refused()
      await device.turnIntoCopy(50)
      await own.useButton.click()
      await page.waitForURL('**/hosts')
    })
  } finally {
    await context.close()
    await node.dispose()
  }
})

test('a passkey is the second factor that a role demands', async ({ page }) => {
  const { node, name, password } = await ownNode({ settings: { GATEHOUSE_SECOND_FACTOR: 'administrators' } })
  try {
    const url = named(node)
    const [passkeys, factor] = [new PasskeysPage(page), new FactorPage(page)]
    await VirtualAuthenticator.plugIn(page)
    await page.goto(`${url}/sign-in`)
    await new GatePage(page).signIn(name, password)
    await page.waitForURL('**/enrol')
    await page.getByRole('button', { name: t('passkey.useInstead') }).click()
    await passkeys.fillAndBegin('key ring', password)
    expect(await factor.recoveryCodes()).toHaveLength(10)
    await factor.kept()
    await page.waitForURL('**/hosts')
    await page.goto(`${url}/profile`)
    await expect(page.getByText(t('factor.off.required'))).toBeVisible()
    await expect(page.getByRole('button', { name: t('passkey.remove.label', { name: 'key ring' }) })).toHaveCount(0)
    // Another factor beside it, proved by the first: then either may go.
    await page.getByRole('button', { name: t('factor.enrol.title') }).click()
    await passkeys.useButton.click()
    const picture = page.getByRole('img', { name: t('factor.enrol.picture') })
    await expect(picture).toBeVisible()
  } finally {
    await node.dispose()
  }
})

test('where passkeys can’t work the pages say why', async ({ page }) => {
  const { node, name, password } = await ownNode()
  try {
    const passkeys = new PasskeysPage(page)
    const address = named(node)
    await page.goto(`${node.url}/sign-in`)
    await expect(page.getByRole('link', { name: address })).toHaveAttribute('href', address)
    await expect(passkeys.useButton).toHaveCount(0)
    await new GatePage(page).signIn(name, password)
    await page.waitForURL('**/hosts')
    await page.goto(`${node.url}/profile`)
    await passkeys.openAdding()
    await expect(page.getByRole('dialog').getByRole('link', { name: address })).toBeVisible()
  } finally {
    await node.dispose()
  }
  const port = await freePort()
  const nameless = await ownNode({ port, settings: { GATEHOUSE_URL: `http://127.0.0.1:${port}` } })
  try {
    await page.goto(`${nameless.node.url}/sign-in`)
    await new GatePage(page).signIn(nameless.name, nameless.password)
    await page.waitForURL('**/hosts')
    await page.goto(`${nameless.node.url}/profile`)
    await new PasskeysPage(page).openAdding()
    await expect(page.getByText(t('passkey.nowhere'))).toBeVisible()
  } finally {
    await nameless.node.dispose()
  }
})

for (const locale of ['en', 'zh-CN'] as const) {
  test(`no page of it has an accessibility violation: ${locale}, wide and narrow`, async ({ page, context }) => {
    const { node, name, password } = await ownNode()
    try {
      const url = named(node)
      const words = labels(locale)
      const [passkeys, factor] = [new PasskeysPage(page, locale), new FactorPage(page, locale)]
      const device = await VirtualAuthenticator.plugIn(page)
      await context.addCookies([{ name: 'gatehouse-locale', value: locale, url }])
      const signIn = async () => {
        await page.getByLabel(words('auth.name')).fill(name)
        await page.getByLabel(words('auth.password'), { exact: true }).fill(password)
        await page.getByRole('button', { name: words('auth.signIn.submit') }).click()
      }
      await page.goto(`${url}/sign-in`)
      await expect(passkeys.useButton).toBeEnabled()
      await check(page, `the sign-in in ${locale}`)
      await signIn()
      await page.waitForURL('**/hosts')
      await page.goto(`${url}/profile`)
      await passkeys.openAdding()
      await check(page, `adding in ${locale}`)
      await passkeys.fillAndBegin('laptop', password)
      await factor.recoveryCodes()
      await check(page, `the recovery codes in ${locale}`)
      await factor.kept()
      await expect(passkeys.row('laptop')).toBeVisible()
      await check(page, `the profile in ${locale}`)
      await page.getByRole('button', { name: words('passkey.rename.label', { name: 'laptop' }) }).click()
      await check(page, `renaming in ${locale}`)
      await page.keyboard.press('Escape')
      await passkeys.openRemoving('laptop')
      await check(page, `removing in ${locale}`)
      await page.getByRole('button', { name: words('factor.signIn.useRecovery') }).click()
      await check(page, `removing with a recovery code in ${locale}`)
      await context.clearCookies({ name: 'gatehouse.session' })
      await page.goto(`${url}/sign-in`)
      await signIn()
      await expect(passkeys.useButton).toBeEnabled()
      await check(page, `the second step in ${locale}`)
      // One that was used less often than the one it was copied from.
      await device.turnIntoCopy(0)
      await passkeys.useButton.click()
      await passkeys.refused()
      await check(page, `a refused passkey in ${locale}`)
    } finally {
      await node.dispose()
    }
  })
}

/** Sends a passkey's answer as the page does; resolves to the error that comes of it. */
async function answerAgain(page: Page, url: string, passkey: string): Promise<string> {
  const { csrfToken } = await (await page.request.get(`${url}/api/auth/csrf`)).json()
  const answer = await page.request.post(`${url}/api/auth/callback/passkey`, {
    headers: { origin: url },
    form: { csrfToken, passkey, json: 'true' },
  })
  const { url: next } = await answer.json()
  return new URL(next, url).searchParams.get('error') ?? ''
}

async function check(page: Page, name: string): Promise<void> {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  for (const [colorScheme, size] of [
    ['light', wide],
    ['dark', narrow],
  ] as const) {
    await page.emulateMedia({ colorScheme })
    await page.setViewportSize(size)
    await expectAccessible(page, `${name}, ${colorScheme}, ${size.width} wide`)
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    expect(overflow, `${name} scrolls sideways at ${size.width}`).toBeLessThanOrEqual(0)
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/${name}-${size.width}.png` })
  }
  await page.setViewportSize(wide)
}
