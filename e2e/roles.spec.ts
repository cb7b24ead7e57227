import { randomBytes } from 'node:crypto'
import { expect, test } from './fixtures'
import { t } from './support/labels'
import { LiveClient } from './support/live-client'
import { Visitor } from './support/visitor'

/** What each role is shown, and what it gets when it asks for more than that by hand. */
const roles = {
  operator: {
    sees: ['hosts', 'sessions'],
    refused: [
      '/audit',
      '/users',
      '/tokens',
      '/credentials',
      '/connect',
      '/hosts/new',
      '/api/v1/audit/export?format=csv',
      '/api/v1/users',
    ],
    opensShell: true,
  },
  auditor: {
    sees: ['sessions', 'audit'],
    refused: [
      '/hosts',
      '/users',
      '/tokens',
      '/credentials',
      '/connect',
      '/hosts/new',
      '/api/v1/hosts/lookup?q=',
      '/api/v1/hosts',
      '/api/v1/users',
    ],
    opensShell: false,
  },
} as const

for (const [role, { sees, refused, opensShell }] of Object.entries(roles)) {
  test(`an ${role} sees and does what the role allows, and nothing else`, async ({ signedIn, house, browser }) => {
    const { page } = await signedIn()
    const name = `${role} ${randomBytes(3).toString('hex')}`
    const password = `the ${role} walks at dawn`
    const link = await test.step('an administrator invites them by a link', async () => {
      await page.goto(`${house.node.url}/users`)
      await page
        .getByRole('link', { name: t('users.new') })
        .or(page.getByRole('button', { name: t('users.new') }))
        .first()
        .click()
      await page.getByLabel(t('users.name'), { exact: true }).fill(name)
      await page
        .getByRole('group', { name: t('users.role') })
        .getByText(t(`nav.role.${role}`), { exact: true })
        .click()
      await page.getByRole('button', { name: t('users.create') }).click()
      const shown = page.getByText(/\/setup\//).first()
      await expect(shown).toBeVisible()
      return /https?:\S+\/setup\/[\w-]+/.exec((await shown.textContent()) ?? '')?.[0] ?? ''
    })
    const context = await browser.newContext()
    const theirs = await context.newPage()
    await theirs.goto(link)
    await theirs.getByLabel(t('auth.password'), { exact: true }).fill(password)
    await theirs.getByLabel(t('auth.repeat')).fill(password)
    await theirs.getByRole('button', { name: t('auth.setup.submit') }).click()
    await theirs.waitForURL(/\/(hosts|sessions)$/)
    for (const [key, label] of ['hosts', 'connect', 'credentials', 'sessions', 'audit', 'users'].map((n) => [
      n,
      t(`nav.${n}`),
    ])) {
      const entry = theirs
        .getByRole('navigation', { name: t('nav.main') })
        .getByRole('link', { name: label, exact: true })
      await expect(entry, `${key} for an ${role}`).toHaveCount((sees as readonly string[]).includes(key ?? '') ? 1 : 0)
    }
    await context.close()

    const visitor = await new Visitor(house.node.url).signIn(name, password)
    for (const path of refused) {
      const answer = await visitor.request(path)
      const text = await answer.text()
      expect(answer.status === 403 || text.includes(t('errors.not-allowed')), `${path} for an ${role}`).toBe(true)
    }
    const live = await LiveClient.connect(visitor)
    const opening = live.open({ kind: 'account', accountId: house.accountId })
    if (opensShell) {
      const { sessionId } = await opening
      await live.until(() => live.states.at(-1)?.state === 'open')
      live.type(sessionId, 'exit\n')
      await live.until(() => live.end !== undefined)
      // Their own session they may see, someone else's not.
      expect((await visitor.request(`/sessions/${sessionId}`)).status).toBe(200)
      expect(await (await visitor.request(`/sessions/${house.sessionId}`)).text()).toContain(t('errors.not-found'))
    } else {
      await expect(opening).rejects.toThrow('not-allowed')
    }
    live.close()
    const log = await (await house.visitor.request('/api/v1/audit/export?format=jsonl&action=access.denied')).text()
    expect(log).toContain(name)
  })
}
