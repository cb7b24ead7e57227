import type { Page } from '@playwright/test'
import { t } from '../support/labels'

/** What someone sees who has not signed in: the sign-in form, and the page behind a one-time link. */
export class GatePage {
  constructor(private readonly page: Page) {}

  async setUp(link: string, name: string, password: string): Promise<void> {
    await this.page.goto(link)
    await this.page.getByLabel(t('auth.name')).fill(name)
    await this.page.getByLabel(t('auth.password'), { exact: true }).fill(password)
    await this.page.getByLabel(t('auth.repeat')).fill(password)
    await this.page.getByRole('button', { name: t('auth.setup.submit') }).click()
  }

  async signIn(name: string, password: string): Promise<void> {
    await this.page.getByLabel(t('auth.name')).fill(name)
    await this.page.getByLabel(t('auth.password'), { exact: true }).fill(password)
    await this.page.getByRole('button', { name: t('auth.signIn.submit'), exact: true }).click()
  }
}
