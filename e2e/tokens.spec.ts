import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import Database from 'better-sqlite3'
import { test } from './fixtures'
import { TokensPage } from './pages/tokens'
import { expectAccessible } from './support/axe'
import { labels, t } from './support/labels'
import { LiveClient } from './support/live-client'
import type { GatehouseNode } from './support/node'
import { ownNode } from './support/own-node'
import { Visitor } from './support/visitor'

/** Asks a route as a program does: a token and no cookie. */
function ask(node: GatehouseNode, path: string, token: string, init: RequestInit = {}): Promise<Response> {
  const headers = { ...init.headers, authorization: `Bearer ${token}` }
  return fetch(new URL(path, node.url), { redirect: 'manual', ...init, headers })
}

/** The same from within a page. */
function fetchInPage(page: Page, path: string, token: string): Promise<{ status: number; body: unknown }> {
  return page.evaluate(
    async ([path, token]) => {
      const answer = await fetch(path, { credentials: 'omit', headers: { authorization: `Bearer ${token}` } })
      return { status: answer.status, body: await answer.json() }
    },
    [path, token] as const,
  )
}

test('a personal token is made, shown once, used, seen in use, and revoked', async ({ signedIn, house }) => {
  const { page, context } = await signedIn()
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: house.node.url })
  const tokens = new TokensPage(page)
  await page.goto(`${house.node.url}/profile`)
  const name = 'nightly <b>export</b>'
  const token = await tokens.make(t('tokens.new'), name, ['hosts:read'])
  await test.step('shown once, to copy', async () => {
    await page.getByRole('button', { name: t('tokens.shown.copy') }).click()
    await expect(page.getByRole('button', { name: t('common.copied') })).toBeVisible()
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(token)
    await tokens.close()
    await expect(page.getByText(token)).toHaveCount(0)
    await page.reload()
    await expect(tokens.row(name)).toContainText(token.slice(0, 9))
    await expect(tokens.row(name)).toContainText(t('common.never'))
    expect(await page.content()).not.toContain(token.slice(9))
  })
  await test.step('opens what its scopes name', async () => {
    const { status, body } = await fetchInPage(page, '/api/v1/hosts?q=harbour', token)
    expect(status).toBe(200)
    const host = expect.objectContaining({ id: house.hostId, name: house.hostName })
    expect(body).toMatchObject({ page: 1, rows: expect.arrayContaining([host]) })
    expect(JSON.stringify(body)).not.toMatch(/credential|fingerprint/i)
    const beyond = await fetchInPage(page, '/api/v1/audit/export?format=jsonl', token)
    expect(beyond).toMatchObject({
      status: 403,
      body: { error: { code: 'not-allowed', params: { reason: 'scope-forbids' } } },
    })
    await page.reload()
    await expect(tokens.row(name)).toContainText(t('tokens.usedFrom', { address: '127.0.0.1' }))
  })
  await test.step('revoked after a question that names it', async () => {
    await tokens.revoke(name)
    await expect(tokens.row(name)).toHaveCount(0)
    expect(await fetchInPage(page, '/api/v1/hosts', token)).toMatchObject({
      status: 401,
      body: { error: { code: 'token-invalid' } },
    })
  })
  await test.step('all of it is in the audit log, the secret is not', async () => {
    const log = await (await house.visitor.request('/api/v1/audit/export?format=jsonl')).text()
    for (const action of ['token.create', 'token.use', 'access.denied', 'token.revoke', 'token.refused']) {
      expect(
        log
          .split('\n')
          .some((line) => line.includes(`"${action}"`) && line.includes(JSON.stringify(name).slice(1, -1))),
        action,
      ).toBe(true)
    }
    expect(log).not.toContain(token.slice(9))
    await page.goto(`${house.node.url}/audit?action=access.denied`)
    await expect(page.getByText(t('audit.withToken', { name })).first()).toBeVisible()
  })
  expect(house.node.log).not.toContain(token.slice(9))
})

test('an administrator makes a service token and revokes it', async ({ signedIn, house }) => {
  const { page } = await signedIn()
  const tokens = new TokensPage(page)
  await page.goto(`${house.node.url}/hosts`)
  await page
    .getByRole('navigation', { name: t('nav.main') })
    .getByRole('link', { name: t('nav.tokens') })
    .click()
  await expect(page.getByRole('heading', { level: 1, name: t('tokens.title') })).toBeVisible()
  const token = await tokens.make(t('tokens.newService'), 'collector', ['sessions:read', 'audit:read'])
  await tokens.close()
  const row = page.getByRole('row').filter({ hasText: 'collector' })
  await expect(row).toContainText(t('tokens.kind.service'))
  await expect(row).toContainText(t('nav.role.auditor'))

  const sessions = await ask(house.node, '/api/v1/sessions?pageSize=25', token)
  expect(await sessions.json()).toMatchObject({
    pageSize: 25,
    rows: expect.arrayContaining([expect.objectContaining({ id: house.sessionId, hostName: 'harbour' })]),
  })
  const log = await ask(house.node, '/api/v1/audit/export?format=jsonl&action=token.create', token)
  expect(await log.text()).toContain('"collector"')
  // Metadata is not the recording, also not through the way of the replay.
  for (const format of ['v3', 'replay']) {
    const recording = await ask(house.node, `/api/v1/sessions/${house.sessionId}/recording?format=${format}`, token)
    expect(recording.status).toBe(403)
    expect(recording.headers.get('www-authenticate')).toContain('scope="recordings:read"')
  }
  await row.getByRole('button', { name: t('tokens.revoke.button') }).click()
  await expect(page.getByRole('alertdialog')).toContainText('collector')
  await page
    .getByRole('alertdialog')
    .getByRole('button', { name: t('tokens.revoke.button') })
    .click()
  await expect(row).toHaveCount(0)
  expect((await ask(house.node, '/api/v1/sessions', token)).status).toBe(401)
  await page.goto(`${house.node.url}/tokens?state=revoked`)
  await expect(row).toContainText(t('tokens.state.revoked'))
})

test('a token opens the routes for it and nothing else', async ({ page, context }) => {
  const { node, visitor, name } = await ownNode({ settings: { GATEHOUSE_API_REQUESTS_PER_MINUTE: '60' } })
  try {
    await context.addCookies(visitor.cookieList().map((cookie) => ({ ...cookie, url: node.url })))
    await page.goto(`${node.url}/profile`)
    const tokens = new TokensPage(page)
    const all = ['hosts', 'sessions', 'recordings', 'snippets', 'audit', 'users'].map((what) => `${what}:read`)
    const wide = await tokens.make(t('tokens.new'), 'everything', all)
    await tokens.close()

    await test.step('routes that read', async () => {
      const routes = ['hosts', 'hosts/lookup?q=', 'sessions', 'sessions/running', 'snippets', 'users']
      for (const route of [...routes, 'audit/export?format=csv']) {
        const answer = await ask(node, `/api/v1/${route}`, wide)
        expect(answer.status, route).toBe(200)
        expect(answer.headers.get('cache-control'), route).toContain('no-store')
      }
      const { rows } = (await (await ask(node, '/api/v1/users', wide)).json()) as { rows: object[] }
      expect(rows).toEqual([expect.objectContaining({ name, role: 'administrator' })])
      expect(JSON.stringify(rows)).not.toMatch(/hash|scrypt/i)
      const badQuery = await ask(node, '/api/v1/users?sort=passwordHash', wide)
      expect([badQuery.status, await badQuery.json()]).toEqual([
        422,
        { error: { code: 'invalid-input', params: expect.anything(), fields: { sort: expect.anything() } } },
      ])
    })
    await test.step('no page, no form, no socket, no route of the workplace', async () => {
      for (const path of ['/', '/hosts', '/profile', '/tokens', '/users']) {
        const answer = await ask(node, path, wide)
        expect([answer.status, answer.headers.get('location')], path).toEqual([
          307,
          expect.stringContaining('/sign-in'),
        ])
      }
      expect((await ask(node, '/api/v1/workspace', wide)).status).toBe(401)
      expect(await (await ask(node, '/api/auth/session', wide)).json()).toEqual({})
      for (const [method, path] of [
        ['PUT', '/api/v1/workspace'],
        ['POST', '/api/v1/hosts'],
        ['DELETE', '/api/v1/users'],
        ['POST', '/profile'],
      ] as const) {
        const answer = await ask(node, path, wide, { method, headers: { origin: node.url }, body: '{}' })
        expect(answer.ok, `${method} ${path}`).toBe(false)
      }
      const asCookie = new Visitor(node.url)
      for (const cookie of visitor.cookieList()) asCookie.setCookie(cookie.name, wide)
      expect((await asCookie.request('/api/v1/hosts')).status).toBe(401)
      await expect(LiveClient.connect(asCookie)).rejects.toThrow()
    })
    await test.step('a cookie is no token, and both at once are refused', async () => {
      const [cookie] = visitor.cookieList().filter(({ name }) => name.includes('session'))
      const answer = await ask(node, '/api/v1/hosts', cookie?.value ?? '')
      expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([
        401,
        'Bearer realm="gatehouse", error="invalid_token"',
      ])
      const both = await visitor.request('/api/v1/hosts', { headers: { authorization: `Bearer ${wide}` } })
      expect([both.status, await both.json()]).toMatchObject([400, { error: { code: 'identity-ambiguous' } }])
    })
    await test.step("another user's id changes nothing", async () => {
      const answer = await ask(node, '/api/v1/sessions?user=someone-else', wide, {
        headers: { 'x-user-id': 'someone-else', 'x-gatehouse-client-address': '203.0.113.5' },
      })
      expect(((await answer.json()) as { total: number }).total).toBe(0)
      expect(await (await visitor.request('/profile')).text()).not.toContain('203.0.113.5')
    })
    await test.step('its owner disabled, its end come: refused, and the audit log says why', async () => {
      const other = { name: 'olga', password: 'the ferry leaves at nine' }
      await node.command(['admin', 'create', '--name', other.name, '--password-stdin'], other.password)
      const narrow = await tokens.make(t('tokens.new'), 'expiring', ['hosts:read'])
      await tokens.close()
      expect((await ask(node, '/api/v1/hosts', narrow)).status).toBe(200)
      change(node, `UPDATE "ApiToken" SET "expiresAt" = "createdAt" WHERE "name" = 'expiring'`)
      const expired = await ask(node, '/api/v1/hosts', narrow)
      expect([expired.status, await expired.json()]).toMatchObject([401, { error: { code: 'token-invalid' } }])
      await page.reload()
      await expect(tokens.row('expiring')).toContainText(t('tokens.state.expired'))

      const olga = await new Visitor(node.url).signIn(other.name, other.password)
      await context.clearCookies()
      await context.addCookies(olga.cookieList().map((cookie) => ({ ...cookie, url: node.url })))
      await page.goto(`${node.url}/users`)
      const theirs = page.getByRole('row').filter({ hasText: name })
      const button = (key: string) => theirs.getByRole('button', { name: t(key) })
      await button('users.disable').click()
      await expect(button('users.enable')).toBeVisible()
      expect((await ask(node, '/api/v1/hosts', wide)).status).toBe(401)
      await page.goto(`${node.url}/tokens`)
      await expect(page.getByRole('row').filter({ hasText: 'everything' })).toContainText(t('tokens.state.suspended'))
      const log = await (await olga.request('/api/v1/audit/export?format=jsonl&action=token.refused')).text()
      for (const reason of ['expired', 'owner-disabled', 'malformed']) expect(log).toContain(`"reason":"${reason}"`)
      await page.goto(`${node.url}/users`)
      await button('users.enable').click()
      await expect(button('users.disable')).toBeVisible()
      expect((await ask(node, '/api/v1/hosts', wide)).status).toBe(200)
    })
    await test.step('too much of it, and too many bad ones', async () => {
      const answers = await Promise.all(Array.from({ length: 80 }, () => ask(node, '/api/v1/hosts', wide)))
      const refused = answers.filter(({ status }) => status === 429)
      expect(refused.length).toBeGreaterThan(0)
      expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThan(0)
      let status = 401
      for (let n = 0; n < 30 && status === 401; n++) ({ status } = await ask(node, '/api/v1/hosts', 'nonsense'))
      expect(status).toBe(429)
    })
  } finally {
    await node.dispose()
  }
})

for (const locale of ['en', 'zh-CN'] as const) {
  test(`no view of them has an accessibility violation: ${locale}`, async ({ signedIn, house }) => {
    const { page, context } = await signedIn()
    await context.addCookies([{ name: 'gatehouse-locale', value: locale, url: house.node.url }])
    const words = labels(locale)
    const tokens = new TokensPage(page, locale)
    await page.goto(`${house.node.url}/tokens`)
    const label = words('tokens.newService')
    await page.getByRole('button', { name: label }).click()
    await page.getByRole('button', { name: words('tokens.make') }).click()
    await check(page, `the form in ${locale}`)
    await tokens.fill(`${locale} 收集器 with quite a long name that has to wrap somewhere`, ['sessions:read'])
    await check(page, `the token in ${locale}`)
    await tokens.close()
    await check(page, `the list in ${locale}`)
    await page
      .getByRole('button', { name: words('tokens.revoke.button') })
      .first()
      .click()
    await check(page, `the question in ${locale}`)
  })
}

function change(node: GatehouseNode, statement: string): void {
  const db = new Database(join(node.dataFolder, 'gatehouse.db'))
  db.exec(statement)
  db.close()
}

async function check(page: Page, name: string): Promise<void> {
  for (const [colorScheme, width] of [
    ['light', 1440],
    ['dark', 390],
  ] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.setViewportSize({ width, height: 900 })
    await expectAccessible(page, `${name}, ${colorScheme}, ${width} wide`)
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    expect(overflow, `${name} scrolls sideways at ${width}`).toBeLessThanOrEqual(0)
  }
  await page.setViewportSize({ width: 1440, height: 900 })
}
