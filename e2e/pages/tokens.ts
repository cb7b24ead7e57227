import { expect, type Locator, type Page } from '@playwright/test'
import { type Locale, labels } from '../support/labels'

/** Making and revoking API tokens, on the account page and on the administrators' one. */
export class TokensPage {
  private readonly t: ReturnType<typeof labels>

  constructor(
    private readonly page: Page,
    locale: Locale = 'en',
  ) {
    this.t = labels(locale)
  }

  /** Opens the dialog by its button, fills it in, and resolves to the token that is shown. */
  async make(button: string, name: string, scopes: readonly string[]): Promise<string> {
    await this.page.getByRole('button', { name: button }).click()
    return this.fill(name, scopes)
  }

  async fill(name: string, scopes: readonly string[]): Promise<string> {
    const dialog = this.page.getByRole('dialog')
    await dialog.getByLabel(this.t('tokens.name')).fill(name)
    for (const scope of scopes) await dialog.getByRole('checkbox', { name: scope }).check()
    await dialog.getByRole('button', { name: this.t('tokens.make') }).click()
    const shown = dialog.locator('code').filter({ hasText: /^gth[ps]_[\w-]{49}$/ })
    await expect(shown).toBeVisible()
    return (await shown.textContent()) ?? ''
  }

  async close(): Promise<void> {
    await this.page
      .getByRole('dialog')
      .getByRole('button', { name: this.t('common.close') })
      .first()
      .click()
    await expect(this.page.getByRole('dialog')).toHaveCount(0)
  }

  /** A token of one's own, by its name. */
  row(name: string): Locator {
    return this.page
      .getByRole('list', { name: this.t('tokens.title') })
      .getByRole('listitem')
      .filter({ hasText: name })
  }

  async revoke(name: string): Promise<void> {
    await this.row(name)
      .getByRole('button', { name: this.t('tokens.revoke.button') })
      .click()
    const question = this.page.getByRole('alertdialog')
    await expect(question).toContainText(name)
    await question.getByRole('button', { name: this.t('tokens.revoke.button') }).click()
  }
}
