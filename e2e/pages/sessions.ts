import { readFileSync } from 'node:fs'
import { expect, type Page } from '@playwright/test'
import { t } from '../support/labels'

export class SessionsPage {
  constructor(
    private readonly page: Page,
    private readonly origin: string,
  ) {}

  /** Opens the newest session on a host. */
  async openFirst(hostName: string): Promise<void> {
    await this.page.goto(`${this.origin}/sessions?q=${encodeURIComponent(hostName)}`)
    await this.page.locator('main a[href^="/sessions/"]').first().click()
    await this.page.waitForURL(/\/sessions\/[0-9a-f-]{36}/)
  }

  async expectEnded(reason: string): Promise<void> {
    await expect(this.page.getByText(t(`endReason.${reason}.title`)).first()).toBeVisible()
  }

  async play(): Promise<void> {
    await this.page.locator('.ap-player').click()
  }

  async replayShows(text: string): Promise<void> {
    await expect.poll(() => this.page.locator('.ap-term').textContent()).toContain(text)
  }

  /** Downloads the recording as asciicast v3. */
  async download(): Promise<string> {
    const waiting = this.page.waitForEvent('download')
    await this.page.getByRole('link', { name: t('sessions.download.v3') }).click()
    return readFileSync(await (await waiting).path(), 'utf8')
  }

  /** Ends the session that runs on a host. */
  async endRunning(hostName: string): Promise<void> {
    await this.openFirst(hostName)
    await this.page.getByRole('button', { name: t('sessions.end') }).click()
    await this.page
      .getByRole('alertdialog')
      .getByRole('button', { name: t('sessions.end') })
      .click()
  }
}
