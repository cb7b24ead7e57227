import { expect, type Page } from '@playwright/test'
import { test } from './fixtures'
import { FactorPage } from './pages/factor'
import { GatePage } from './pages/gate'
import { PasskeysPage } from './pages/passkeys'
import { VirtualAuthenticator } from './support/authenticator'
import { expectAccessible } from './support/axe'
import { labels, t } from './support/labels'
import { ownNode } from './support/own-node'
import { forgetProofs } from './support/proofs'

const settings = { GATEHOUSE_STEP_UP_MINUTES: '15' }

test('who changes users or exports proves again who they are, and then it goes on', async ({ page }) => {
  const { node, visitor, name, password } = await ownNode({ settings })
  try {
    const dialog = page.getByRole('dialog', { name: t('factor.stepUp.title') })
    const prove = async (secret: string) => {
      await dialog.getByLabel(t('factor.enrol.password')).fill(secret)
      await dialog.getByRole('button', { name: t('factor.stepUp.submit') }).click()
    }
    await page.goto(`${node.url}/sign-in`)
    await new GatePage(page).signIn(name, password)
    await page.waitForURL('**/hosts')

    await test.step('a form goes on after the proof, with what was typed', async () => {
      await page.goto(`${node.url}/users/new`)
      await page.getByLabel(t('users.name'), { exact: true }).fill('Olga 奥尔加')
      forgetProofs(node)
      await page.getByRole('button', { name: t('users.create') }).click()
      await expect(dialog).toBeVisible()
      await prove('not the password at all')
      await expect(dialog.getByText(t('errors.password-wrong')).first()).toBeVisible()
      await prove(password)
      await expect(page.getByText(/\/setup\//).first()).toBeVisible()
      await expect(dialog).toHaveCount(0)
    })
    await test.step('a role is chosen after it, and not without it', async () => {
      await page.goto(`${node.url}/users`)
      const role = page.getByLabel(t('users.changeRole', { name: 'Olga 奥尔加' }))
      forgetProofs(node)
      await role.selectOption('auditor')
      await expect(dialog).toBeVisible()
      await page.keyboard.press('Escape')
      await expect(page.getByText(t('errors.step-up-required'))).toBeVisible()
      await expect(role).toHaveValue('operator')
      await role.selectOption('auditor')
      await prove(password)
      await expect(page.getByText(t('common.saved'))).toBeVisible()
      await expect(role).toHaveValue('auditor')
    })
    await test.step('a download begins after it', async () => {
      await page.goto(`${node.url}/audit`)
      forgetProofs(node)
      const download = page.waitForEvent('download')
      await page.getByRole('link', { name: t('audit.exportCsv') }).click()
      await prove(password)
      expect((await download).suggestedFilename()).toMatch(/^gatehouse-audit-.*\.csv$/)
    })
    await test.step('an API token is made after it', async () => {
      await page.goto(`${node.url}/profile`)
      await page.getByRole('button', { name: t('tokens.new') }).click()
      const form = page.getByRole('dialog', { name: t('tokens.new') })
      await form.getByLabel(t('tokens.name')).fill('collector')
      await form.getByRole('checkbox', { name: 'sessions:read' }).check()
      forgetProofs(node)
      await form.getByRole('button', { name: t('tokens.make') }).click()
      await prove(password)
      await expect(page.getByText(t('tokens.shown.text'))).toBeVisible()
    })
    await test.step('a grant is switched off after it', async () => {
      await page.goto(`${node.url}/grants`)
      await page.locator('tbody a[href^="/grants/"]').first().click()
      await page.getByRole('button', { name: t('grants.action.disable') }).click()
      const question = page.getByRole('alertdialog')
      forgetProofs(node)
      await question.getByRole('button', { name: t('grants.action.disable') }).click()
      await prove(password)
      await expect(page.getByText(t('grants.state.disabled'), { exact: true }).first()).toBeVisible()
    })
    await test.step('the route refuses, and a proof in one browser is none in another', async () => {
      const refused = await visitor.request('/api/v1/audit/export?format=csv')
      expect(refused.status).toBe(403)
      expect(await refused.json()).toMatchObject({ error: { code: 'step-up-required' } })
    })
    await test.step('the audit log has it', async () => {
      await page.goto(`${node.url}/audit?action=web-session.prove`)
      const rows = page.getByRole('table').getByRole('row').filter({ hasText: name })
      await expect(rows).toHaveCount(6)
    })
  } finally {
    await node.dispose()
  }
})

for (const locale of ['en', 'zh-CN'] as const) {
  test(`whoever has a passkey proves it by that: ${locale}`, async ({ page, context }) => {
    const { node, name, password } = await ownNode({ settings })
    try {
      const url = node.url.replace('127.0.0.1', 'localhost')
      const words = labels(locale)
      const passkeys = new PasskeysPage(page, locale)
      await VirtualAuthenticator.plugIn(page)
      await context.addCookies([{ name: 'gatehouse-locale', value: locale, url }])
      await page.goto(`${url}/sign-in`)
      await page.getByLabel(words('auth.name')).fill(name)
      await page.getByLabel(words('auth.password'), { exact: true }).fill(password)
      await page.getByRole('button', { name: words('auth.signIn.submit') }).click()
      await page.waitForURL('**/hosts')
      await page.goto(`${url}/profile`)
      await passkeys.openAdding()
      await passkeys.fillAndBegin('laptop', password)
      await new FactorPage(page, locale).recoveryCodes()
      await page.goto(`${url}/audit`)
      forgetProofs(node)
      const download = page.waitForEvent('download')
      await page.getByRole('link', { name: words('audit.exportJsonl') }).click()
      await expect(page.getByRole('dialog', { name: words('factor.stepUp.title') })).toBeVisible()
      await expect(passkeys.useButton).toBeEnabled()
      await check(page, `the question in ${locale}`)
      await passkeys.useButton.click()
      await download
    } finally {
      await node.dispose()
    }
  })
}

async function check(page: Page, name: string): Promise<void> {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  for (const [colorScheme, width] of [
    ['light', 1440],
    ['dark', 390],
  ] as const) {
    await page.emulateMedia({ colorScheme })
    await page.setViewportSize({ width, height: 844 })
    await expectAccessible(page, `${name}, ${colorScheme}, ${width} wide`)
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/${name}-${width}.png` })
  }
}
