import type { Page } from '@playwright/test'
import { expect } from '@playwright/test'
import { t } from './labels'
import type { GatehouseNode } from './node'

/** An administrator's page invites someone, who sets this password by the link. */
export async function invite(
  page: Page,
  node: GatehouseNode,
  { name, role, password }: { name: string; role: string; password: string },
): Promise<void> {
  await page.goto(`${node.url}/users/new`)
  await page.getByLabel(t('users.name'), { exact: true }).fill(name)
  const group = page.getByRole('group', { name: t('users.role') })
  // A built-in role by its key, a custom one by its name.
  const builtIn = ['operator', 'auditor', 'administrator'].includes(role)
  await group.getByText(builtIn ? t(`nav.role.${role}`) : role, { exact: true }).click()
  await page.getByRole('button', { name: t('users.create') }).click()
  const shown = page.getByText(/\/setup\//).first()
  await expect(shown).toBeVisible()
  const link = /https?:\S+\/setup\/[\w-]+/.exec((await shown.textContent()) ?? '')?.[0] ?? ''
  const context = await page.context().browser()?.newContext()
  if (!context) throw new Error('no browser')
  const theirs = await context.newPage()
  await theirs.goto(link)
  await theirs.getByLabel(t('auth.password'), { exact: true }).fill(password)
  await theirs.getByLabel(t('auth.repeat')).fill(password)
  await theirs.getByRole('button', { name: t('auth.setup.submit') }).click()
  await theirs.waitForURL(/\/(hosts|sessions)$/)
  await context.close()
}
