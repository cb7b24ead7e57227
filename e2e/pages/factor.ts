import { expect, type Page } from '@playwright/test'
import { Authenticator } from '@/core/testing/authenticator'
import { type Locale, labels } from '../support/labels'

/** Setting up a second factor, and the sign-in's second step. */
export class FactorPage {
  private readonly t: ReturnType<typeof labels>

  constructor(
    private readonly page: Page,
    locale: Locale = 'en',
  ) {
    this.t = labels(locale)
  }

  /** From the password to the QR code; resolves to an app that was given the secret. */
  async begin(password: string): Promise<Authenticator> {
    await this.page.getByLabel(this.t('factor.enrol.password')).fill(password)
    await this.page.getByRole('button', { name: this.t('factor.enrol.begin') }).click()
    const picture = this.page.getByRole('img', { name: this.t('factor.enrol.picture') })
    await expect(picture).toBeVisible()
    // It was drawn: the policy let it in.
    expect(await picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0)
    const secret = this.page.locator('code').filter({ hasText: /^([A-Z2-7]{4} ?){8}$/ })
    return new Authenticator((await secret.textContent()) ?? '')
  }

  async typeCode(code: string): Promise<void> {
    await this.page.getByLabel(this.t('factor.code')).fill(code)
  }

  /** The first code; resolves to the recovery codes that are shown. */
  async confirm(code: string): Promise<string[]> {
    await this.typeCode(code)
    await this.page.getByRole('button', { name: this.t('factor.enrol.confirm'), exact: true }).click()
    return this.recoveryCodes()
  }

  async recoveryCodes(): Promise<string[]> {
    await expect(this.page.getByText(this.t('factor.codes.title'))).toBeVisible()
    return this.page
      .getByRole('listitem')
      .filter({ hasText: /^([a-z2-7]{4}-){3}[a-z2-7]{4}$/ })
      .allTextContents()
  }

  async kept(): Promise<void> {
    await this.page.getByRole('button', { name: this.t('factor.codes.kept') }).click()
  }

  /** The sign-in's second step. */
  async answer(code: string): Promise<void> {
    await this.page
      .getByLabel(this.t('factor.code'))
      .or(this.page.getByLabel(this.t('factor.recoveryCode')))
      .fill(code)
    await this.page.getByRole('button', { name: this.t('auth.signIn.submit') }).click()
  }
}
