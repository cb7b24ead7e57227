import type { Page } from '@playwright/test'
import { t } from '../support/labels'

export class CredentialsPage {
  constructor(
    private readonly page: Page,
    private readonly origin: string,
  ) {}

  /** Stores a private key; resolves on the page of what was stored. */
  async addKey(name: string, privateKey: string, passphrase = ''): Promise<void> {
    await this.fillKey(name, privateKey, passphrase)
    await this.submit()
    await this.page.waitForURL(/\/credentials(\/[0-9a-f-]{36})?(\?|$)/)
  }

  /** Has an Ed25519 key made in the vault; resolves to the line for authorized_keys that its page shows. */
  async generateKey(name: string): Promise<string> {
    await this.page.goto(`${this.origin}/credentials/new?kind=generated-key`)
    await this.page.getByLabel(t('credentials.field.name')).fill(name)
    await this.submit()
    await this.page.waitForURL(/\/credentials\/[0-9a-f-]{36}(\?|$)/)
    return (await this.page.getByText(/^ssh-ed25519 /).textContent()) ?? ''
  }

  async addPassword(name: string, password: string): Promise<void> {
    await this.page.goto(`${this.origin}/credentials/new?kind=password`)
    await this.page.getByLabel(t('credentials.field.name')).fill(name)
    await this.page.getByLabel(t('credentials.field.password'), { exact: true }).fill(password)
    await this.submit()
    await this.page.waitForURL(/\/credentials(\/[0-9a-f-]{36})?(\?|$)/)
  }

  async fillKey(name: string, privateKey: string, passphrase = ''): Promise<void> {
    await this.page.goto(`${this.origin}/credentials/new?kind=private-key`)
    await this.page.getByLabel(t('credentials.field.name')).fill(name)
    await this.page.getByLabel(t('credentials.field.privateKey')).fill(privateKey)
    if (passphrase) await this.page.getByLabel(t('credentials.field.passphrase')).fill(passphrase)
  }

  async submit(): Promise<void> {
    await this.page.getByRole('button', { name: t('credentials.create') }).click()
  }
}
