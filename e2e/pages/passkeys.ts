import { expect, type Locator, type Page } from '@playwright/test'
import { type Locale, labels } from '../support/labels'
import { FactorPage } from './factor'

/** Passkeys on the profile page and at the sign-in. */
export class PasskeysPage {
  private readonly t: ReturnType<typeof labels>

  constructor(
    private readonly page: Page,
    private readonly locale: Locale = 'en',
  ) {
    this.t = labels(locale)
  }

  get useButton(): Locator {
    return this.page.getByRole('button', { name: this.t('passkey.use'), exact: true })
  }

  row(name: string): Locator {
    // In the page itself: a toast is an item of a list too.
    return this.page.getByRole('main').getByRole('listitem').filter({ hasText: name })
  }

  async openAdding(): Promise<void> {
    await this.page.getByRole('button', { name: this.t('passkey.add.button') }).click()
  }

  /** From the form to the recovery codes of a first factor. */
  async fillAndBegin(name: string, password: string): Promise<void> {
    await this.page.getByLabel(this.t('passkey.add.name')).fill(name)
    await this.page.getByLabel(this.t('factor.enrol.password')).fill(password)
    await this.page.getByRole('button', { name: this.t('passkey.add.begin'), exact: true }).click()
  }

  /** Adds a first one on the profile page, where its form is open already or not. */
  async addFirst(name: string, password: string): Promise<string[]> {
    await this.openAdding()
    await this.fillAndBegin(name, password)
    const factor = new FactorPage(this.page, this.locale)
    const codes = await factor.recoveryCodes()
    await factor.kept()
    await expect(this.row(name)).toBeVisible()
    return codes
  }

  async openRemoving(name: string): Promise<void> {
    await this.page.getByRole('button', { name: this.t('passkey.remove.label', { name }) }).click()
  }

  async refused(): Promise<void> {
    await expect(this.page.getByText(this.t('errors.passkey-wrong'))).toBeVisible()
  }
}
