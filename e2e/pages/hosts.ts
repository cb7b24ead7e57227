import { expect, type Page } from '@playwright/test'
import { t } from '../support/labels'

export interface HostForm {
  name: string
  address: string
  port: number
  tags?: string
  encoding?: string
  accounts?: { login: string; credential?: string }[]
}

export class HostsPage {
  constructor(
    private readonly page: Page,
    private readonly origin: string,
  ) {}

  /** Adds a host; resolves on its page. */
  async add(host: HostForm): Promise<void> {
    await this.fillNew(host)
    await this.submit()
    await this.page.waitForURL(/\/hosts\/[0-9a-f-]{36}/)
    await expect(this.page.getByRole('heading', { name: host.name })).toBeVisible()
  }

  async fillNew(host: HostForm): Promise<void> {
    await this.page.goto(`${this.origin}/hosts/new`)
    await this.page.getByLabel(t('hosts.field.name')).fill(host.name)
    await this.page.getByLabel(t('hosts.field.address')).fill(host.address)
    await this.page.getByLabel(t('hosts.field.port')).fill(String(host.port))
    if (host.tags) await this.page.getByLabel(t('hosts.field.tags')).fill(host.tags)
    if (host.encoding) await this.page.getByLabel(t('hosts.field.encoding')).selectOption(host.encoding)
    for (const [index, account] of (host.accounts ?? []).entries()) {
      await this.page.getByRole('button', { name: t('hosts.account.add') }).click()
      await this.page.getByLabel(t('hosts.account.login')).nth(index).fill(account.login)
      if (account.credential) {
        await this.page.getByLabel(t('hosts.account.credential')).nth(index).selectOption({ label: account.credential })
      }
    }
  }

  async submit(): Promise<void> {
    await this.page.getByRole('button', { name: t('hosts.create') }).click()
  }

  /** Opens a host's page from the list. */
  async open(name: string): Promise<void> {
    await this.page.goto(`${this.origin}/hosts?q=${encodeURIComponent(name)}`)
    await this.page.getByRole('link', { name, exact: true }).first().click()
    await this.page.waitForURL(/\/hosts\/[0-9a-f-]{36}/)
  }

  /** Opens a host's page and goes to the terminal of one of its accounts; resolves to the account's id. */
  async connect(name: string, login?: string): Promise<string> {
    await this.open(name)
    const links = this.page.locator('a[href^="/terminal/"]')
    const link = (login ? links.filter({ hasText: login }) : links).first()
    const href = await link.getAttribute('href')
    await link.click()
    await this.page.waitForURL(/\/terminal(\?|$)/)
    return href?.split('/').at(-1) ?? ''
  }

  /** Replaces what a host is known by. */
  async replaceKey(name: string, publicKey: string, reason: string): Promise<void> {
    await this.open(name)
    await this.page.getByRole('button', { name: t('hosts.keys.replace') }).click()
    const dialog = this.page.getByRole('dialog')
    await dialog.getByLabel(t('hosts.keys.publicKey')).fill(publicKey)
    await dialog.getByLabel(t('hosts.keys.reason')).fill(reason)
    await dialog.getByRole('button', { name: t('hosts.keys.replace') }).click()
    await expect(dialog).toBeHidden()
  }

  async signOut(): Promise<void> {
    await this.page.getByRole('button', { name: t('nav.userMenu') }).click()
    await this.page.getByRole('menuitem', { name: t('nav.signOut') }).click()
    await this.page.waitForURL(/\/sign-in/)
  }
}
