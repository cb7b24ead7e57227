import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import Database from 'better-sqlite3'
import { test } from './fixtures'
import { FactorPage } from './pages/factor'
import { GatePage } from './pages/gate'
import { expectAccessible } from './support/axe'
import { labels, t } from './support/labels'
import { LiveClient } from './support/live-client'
import type { GatehouseNode } from './support/node'
import { ownNode } from './support/own-node'
import { Visitor } from './support/visitor'

const wide = { width: 1440, height: 900 }
const narrow = { width: 390, height: 844 }

test('a second factor is set up, asked for, stood in for and turned off', async ({ page, context }) => {
  const { node, name, password } = await ownNode()
  try {
    const [gate, factor] = [new GatePage(page), new FactorPage(page)]
    const asked = page.getByLabel(t('factor.code'))
    const signOut = async () => {
      await context.clearCookies({ name: 'gatehouse.session' })
      await page.goto(`${node.url}/sign-in`)
    }
    const signedInCookie = async () => (await context.cookies()).some((cookie) => cookie.name === 'gatehouse.session')

    await page.goto(`${node.url}/sign-in`)
    await gate.signIn(name, password)
    await page.waitForURL('**/hosts')
    const { app, codes } = await test.step('set up on the profile page', async () => {
      await page.goto(`${node.url}/profile`)
      await page.getByRole('button', { name: t('factor.enrol.title') }).click()
      const app = await factor.begin(password)
      await factor.typeCode(app.wrongCode())
      await page.getByRole('button', { name: t('factor.enrol.confirm'), exact: true }).click()
      await expect(page.getByText(t('errors.second-factor-wrong'))).toBeVisible()
      const codes = await factor.confirm(app.code())
      expect(codes).toHaveLength(10)
      const download = page.waitForEvent('download')
      await page.getByRole('link', { name: t('factor.codes.download') }).click()
      const file = readFileSync(await (await download).path(), 'utf8')
      for (const code of codes) expect(file).toContain(code)
      await factor.kept()
      await expect(page.getByText(t('factor.codes.left'))).toBeVisible()
      return { app, codes }
    })

    forgetUsedCodes(node)
    // One code for the next two tries, wherever in its half minute this is.
    const code = app.code()
    await test.step('the password alone opens nothing', async () => {
      await signOut()
      await gate.signIn(name, 'not the password at all')
      await expect(page.getByText(t('errors.sign-in-failed'))).toBeVisible()
      await expect(asked).toHaveCount(0)
      await gate.signIn(name, password)
      await expect(asked).toBeFocused()
      expect(await signedInCookie()).toBe(false)
      expect((await page.request.get(`${node.url}/hosts`, { maxRedirects: 0 })).status()).toBe(307)
    })
    await test.step('a code opens once', async () => {
      await factor.answer(code)
      await page.waitForURL('**/hosts')
      await signOut()
      await gate.signIn(name, password)
      await factor.answer(code)
      await expect(page.getByText(t('errors.second-factor-wrong'))).toBeVisible()
      expect(await signedInCookie()).toBe(false)
    })
    await test.step('so does a recovery code', async () => {
      const [spare = ''] = codes
      await page.getByRole('button', { name: t('factor.signIn.useRecovery') }).click()
      await factor.answer(spare)
      await page.waitForURL('**/hosts')
      await signOut()
      await gate.signIn(name, password)
      await page.getByRole('button', { name: t('factor.signIn.useRecovery') }).click()
      await factor.answer(spare)
      await expect(page.getByText(t('errors.second-factor-wrong'))).toBeVisible()
      await factor.answer(codes[1] ?? '')
      await page.waitForURL('**/hosts')
    })
    await test.step('recovery codes are made anew and the factor turned off, by codes', async () => {
      await page.goto(`${node.url}/profile`)
      await expect(page.getByText(t('factor.codes.left')).locator('..')).toContainText('8')
      await page.getByRole('button', { name: t('factor.codes.renew') }).click()
      forgetUsedCodes(node)
      await factor.typeCode(app.code())
      await page.getByRole('button', { name: t('factor.codes.renewConfirm') }).click()
      const renewed = await factor.recoveryCodes()
      expect(renewed).toHaveLength(10)
      expect(renewed).not.toContain(codes[2])
      await page
        .getByRole('button', { name: t('common.close') })
        .first()
        .click()
      await expect(page.getByText(t('factor.codes.left')).locator('..')).toContainText('10')
      await page.getByRole('button', { name: t('factor.off.button') }).click()
      await factor.typeCode(renewed[0] ?? '')
      await page
        .getByRole('dialog')
        .getByRole('button', { name: t('factor.off.button') })
        .click()
      await expect(page.getByRole('button', { name: t('factor.enrol.title') })).toBeVisible()
    })
    await signOut()
    await gate.signIn(name, password)
    await page.waitForURL('**/hosts')
  } finally {
    await node.dispose()
  }
})

test('who must have a second factor reaches nothing before they have set it up', async ({ page }) => {
  const { node, visitor, name, password } = await ownNode({ settings: { GATEHOUSE_SECOND_FACTOR: 'administrators' } })
  try {
    const [gate, factor] = [new GatePage(page), new FactorPage(page)]
    await page.goto(`${node.url}/sign-in`)
    await gate.signIn(name, password)
    await page.waitForURL('**/enrol')
    await test.step('pages, routes and actions refuse', async () => {
      const id = randomUUID()
      const pages = ['/', '/hosts', '/hosts/new', `/hosts/${id}`, '/terminal', '/connect', '/credentials', '/sessions']
      for (const path of [
        ...pages,
        '/snippets',
        '/audit',
        '/users',
        '/users/new',
        '/tokens',
        '/profile',
        '/preferences',
      ]) {
        const answer = await visitor.request(path)
        const text = await answer.text()
        expect([answer.status, answer.headers.get('location')], path).toEqual([307, '/enrol'])
        // Nothing of the page goes with the redirect.
        expect(text, path).not.toContain('<main')
      }
      const routes = [
        'workspace',
        'snippets',
        'hosts',
        'hosts/lookup?q=',
        'sessions',
        'sessions/running',
        'users',
        `sessions/${id}/recording`,
      ]
      for (const route of [...routes, 'audit/export?format=csv']) {
        const answer = await visitor.request(`/api/v1/${route}`)
        expect(answer.status, route).toBe(403)
        expect(await answer.json(), route).toMatchObject({ error: { code: 'enrolment-required' } })
      }
      const written = await visitor.request('/api/v1/workspace', {
        method: 'PUT',
        headers: { origin: node.url, 'content-type': 'application/json' },
        body: '{}',
      })
      expect(written.status).toBe(403)
    })
    await test.step('so does the socket', async () => {
      await expect(LiveClient.connect(visitor)).rejects.toThrow('enrolment-required')
    })
    await test.step('then everything opens, for this browser alone', async () => {
      await page.goto(`${node.url}/enrol`)
      const app = await factor.begin(password)
      await factor.confirm(app.code())
      await factor.kept()
      await page.waitForURL('**/hosts')
      await page.goto(`${node.url}/profile`)
      await expect(page.getByText(t('factor.off.required'))).toBeVisible()
      expect((await visitor.request('/hosts')).headers.get('location')).toContain('/sign-in')
    })
  } finally {
    await node.dispose()
  }
})

test('an administrator resets a factor, and a role that needs one closes what was open', async ({ page, browser }) => {
  const { node, name, password } = await ownNode({ settings: { GATEHOUSE_SECOND_FACTOR: 'administrators' } })
  const context = await browser.newContext({ baseURL: node.url })
  try {
    await page.goto(`${node.url}/sign-in`)
    await new GatePage(page).signIn(name, password)
    await page.waitForURL('**/enrol')
    const factor = new FactorPage(page)
    await factor.confirm((await factor.begin(password)).code())
    await factor.kept()
    await page.waitForURL('**/hosts')

    const their = { name: 'Olga 奥尔加', password: 'the ferry leaves at nine' }
    const link = await invite(page, node.url, their.name)
    const theirs = await context.newPage()
    await theirs.goto(link)
    await theirs.getByLabel(t('auth.password'), { exact: true }).fill(their.password)
    await theirs.getByLabel(t('auth.repeat')).fill(their.password)
    await theirs.getByRole('button', { name: t('auth.setup.submit') }).click()
    await theirs.waitForURL('**/hosts')
    await theirs.goto('/profile')
    await theirs.getByRole('button', { name: t('factor.enrol.title') }).click()
    const theirFactor = new FactorPage(theirs)
    await theirFactor.confirm((await theirFactor.begin(their.password)).code())
    await theirFactor.kept()

    await test.step('reset: signed out, and the password is enough', async () => {
      await page.goto(`${node.url}/users`)
      const row = page.getByRole('row').filter({ hasText: their.name })
      await expect(row.getByText(t('users.factor.has'), { exact: true })).toBeVisible()
      const own = page.getByRole('row').filter({ hasText: name })
      await expect(own.getByText(t('users.factor.has'), { exact: true })).toBeVisible()
      await expect(own.getByRole('button', { name: t('users.factor.reset') })).toHaveCount(0)
      await row.getByRole('button', { name: t('users.factor.reset') }).click()
      await expectAccessible(page, 'the question before a reset')
      await page
        .getByRole('alertdialog')
        .getByRole('button', { name: t('users.factor.reset') })
        .click()
      await expect(row.getByText(t('users.factor.has'), { exact: true })).toHaveCount(0)
      await theirs.goto('/hosts')
      await theirs.waitForURL('**/sign-in')
      await new GatePage(theirs).signIn(their.name, their.password)
      await theirs.waitForURL('**/hosts')
      await page.goto(`${node.url}/audit?action=second-factor.reset`)
      await expect(page.getByRole('table').getByText(their.name)).toBeVisible()
    })
    await test.step('a form that was open does nothing once the role needs a factor', async () => {
      await theirs.goto('/profile')
      const visitor = new Visitor(node.url)
      for (const cookie of await context.cookies()) visitor.setCookie(cookie.name, cookie.value)
      const live = await LiveClient.connect(visitor)
      const closed = new Promise<void>((resolve) => live.socket.once('disconnect', () => resolve()))
      await page.goto(`${node.url}/users`)
      await page.getByLabel(t('users.changeRole', { name: their.name })).selectOption('administrator')
      await closed
      await theirs.getByLabel(t('profile.password.current'), { exact: true }).fill(their.password)
      await theirs.getByLabel(t('profile.password.new'), { exact: true }).fill('another long enough one')
      await theirs.getByLabel(t('profile.password.repeat')).fill('another long enough one')
      await theirs.getByRole('button', { name: t('profile.password.submit') }).click()
      await theirs.waitForURL('**/enrol')
      await theirs.getByRole('button', { name: t('nav.signOut') }).click()
      await theirs.waitForURL('**/sign-in')
      // The old password still is the one.
      await new GatePage(theirs).signIn(their.name, their.password)
      await theirs.waitForURL('**/enrol')
    })
  } finally {
    await context.close()
    await node.dispose()
  }
})

test('the console lets someone in again who lost everything, while the server runs', async ({ page }) => {
  const { node, name, password } = await ownNode()
  try {
    const [gate, factor] = [new GatePage(page), new FactorPage(page)]
    await page.goto(`${node.url}/sign-in`)
    await gate.signIn(name, password)
    await page.waitForURL('**/hosts')
    await page.goto(`${node.url}/profile`)
    await page.getByRole('button', { name: t('factor.enrol.title') }).click()
    await factor.confirm((await factor.begin(password)).code())
    const renewed = 'a louder harbour at dawn'
    await node.command(['admin', 'recover', '--name', name, '--password-stdin'], renewed)
    await page.goto(`${node.url}/hosts`)
    await page.waitForURL('**/sign-in')
    await gate.signIn(name, renewed)
    await page.waitForURL('**/hosts')
    for (const secret of [password, renewed]) expect(node.log).not.toContain(secret)
  } finally {
    await node.dispose()
  }
})

for (const locale of ['en', 'zh-CN'] as const) {
  test(`no page of it has an accessibility violation: ${locale}, wide and narrow`, async ({ page, context }) => {
    const { node, name, password } = await ownNode({ settings: { GATEHOUSE_SECOND_FACTOR: 'everyone' } })
    try {
      const words = labels(locale)
      const factor = new FactorPage(page, locale)
      await context.addCookies([{ name: 'gatehouse-locale', value: locale, url: node.url }])
      const signIn = async () => {
        await page.goto(`${node.url}/sign-in`)
        await page.getByLabel(words('auth.name')).fill(name)
        await page.getByLabel(words('auth.password'), { exact: true }).fill(password)
        await page.getByRole('button', { name: words('auth.signIn.submit') }).click()
      }
      await signIn()
      await page.waitForURL('**/enrol')
      await check(page, `the first step in ${locale}`)
      const app = await factor.begin(password)
      await check(page, `the QR code in ${locale}`)
      await factor.confirm(app.code())
      await check(page, `the recovery codes in ${locale}`)
      await factor.kept()
      await page.waitForURL('**/hosts')
      await page.goto(`${node.url}/profile`)
      await check(page, `the profile in ${locale}`)
      await page.getByRole('button', { name: words('factor.codes.renew') }).click()
      await check(page, `the dialog in ${locale}`)
      await context.clearCookies({ name: 'gatehouse.session' })
      await signIn()
      await expect(page.getByLabel(words('factor.code'))).toBeVisible()
      await check(page, `the code in ${locale}`)
      await factor.answer(app.wrongCode())
      await expect(page.getByText(words('errors.second-factor-wrong'))).toBeVisible()
      await check(page, `a wrong code in ${locale}`)
      await page.getByRole('button', { name: words('factor.signIn.useRecovery') }).click()
      await check(page, `the recovery code in ${locale}`)
    } finally {
      await node.dispose()
    }
  })
}

/** As if the minute had passed in which a code that was used is still one that could be. */
function forgetUsedCodes(node: GatehouseNode): void {
  const db = new Database(join(node.dataFolder, 'gatehouse.db'))
  db.exec('UPDATE "SecondFactor" SET "lastStep" = 0')
  db.close()
}

/** Adds an operator; resolves to the link for them. */
async function invite(page: Page, origin: string, name: string): Promise<string> {
  await page.goto(`${origin}/users/new`)
  await page.getByLabel(t('users.name'), { exact: true }).fill(name)
  await page.getByRole('button', { name: t('users.create') }).click()
  return (
    (await page
      .getByText(/\/setup\//)
      .first()
      .textContent()) ?? ''
  )
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
  }
  await page.setViewportSize(wide)
}
