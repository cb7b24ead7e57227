import type { Page } from '@playwright/test'
import { t } from '../support/labels'

/** Quick connect: a form that stores nothing, then the terminal in its place. */
export class QuickConnectPage {
  constructor(
    private readonly page: Page,
    private readonly origin: string,
  ) {}

  async connect(target: { address: string; port: number; login: string; password?: string }): Promise<void> {
    await this.page.goto(`${this.origin}/connect`)
    await this.page.getByLabel(t('terminal.quick.address')).fill(target.address)
    await this.page.getByLabel(t('terminal.quick.port')).fill(String(target.port))
    await this.page.getByLabel(t('terminal.quick.login')).fill(target.login)
    if (target.password) await this.page.getByLabel(t('terminal.quick.password')).fill(target.password)
    await this.page.getByRole('button', { name: t('terminal.quick.connect') }).click()
  }
}
