import { expect, type Page } from '@playwright/test'
import { t } from '../support/labels'

/** The pages of access requests, as people use them. */
export class RequestsPage {
  constructor(
    private readonly page: Page,
    private readonly url: string,
  ) {}

  /** Asks from the host's page; answers the address of the request. */
  async ask(hostId: string, { minutes, reason, breakGlass = false }: Asked): Promise<string> {
    await this.page.goto(`${this.url}/hosts/${hostId}`)
    await this.page.getByRole('link', { name: t('requests.askHere') }).click()
    await this.page.waitForURL(/\/requests\/new/)
    return this.fill({ minutes, reason, breakGlass })
  }

  /** The form that is open. */
  async fill({ minutes, reason, breakGlass = false }: Asked): Promise<string> {
    if (breakGlass) await this.page.getByText(t('requests.form.breakTitle'), { exact: true }).click()
    await this.page.getByLabel(t('requests.form.minutes')).selectOption(String(minutes))
    await this.page.getByLabel(t('requests.form.reason')).fill(reason)
    const send = breakGlass ? t('requests.form.break') : t('requests.form.send')
    await this.page.getByRole('button', { name: send }).click()
    await this.page.waitForURL(/\/requests\/[0-9a-f-]{36}$/)
    return this.page.url()
  }

  /** What the thread says, step by step. */
  async tells(...steps: string[]): Promise<void> {
    for (const step of steps)
      await expect(this.page.getByRole('listitem').filter({ hasText: step }).first()).toBeVisible()
  }

  /** For as long as was asked, or for so many minutes. */
  async approve(url: string, comment: string, minutes?: number): Promise<void> {
    await this.page.goto(url)
    if (minutes) await this.page.getByLabel(t('requests.decide.minutes')).fill(String(minutes))
    await this.page.getByLabel(t('requests.decide.comment')).fill(comment)
    await this.page.getByRole('button', { name: t('requests.decide.approve') }).click()
    await this.tells(comment)
  }

  async refuse(url: string, comment: string): Promise<void> {
    await this.page.goto(url)
    await this.page.getByLabel(t('requests.decide.comment')).fill(comment)
    await this.page.getByRole('button', { name: t('requests.decide.refuse') }).click()
    await this.tells(comment)
  }

  async end(): Promise<void> {
    await this.page.getByRole('button', { name: t('requests.revoke.action') }).click()
    await this.page
      .getByRole('alertdialog')
      .getByRole('button', { name: t('requests.revoke.action') })
      .click()
    await expect(this.page.getByRole('button', { name: t('requests.revoke.action') })).toHaveCount(0)
  }

  /** Once the sessions on it are over: the page doesn't learn that by itself. */
  async sign(comment: string): Promise<void> {
    const found = this.page.getByLabel(t('requests.review.comment'))
    await expect(async () => {
      await this.page.reload()
      await expect(found).toBeVisible({ timeout: 5000 })
    }).toPass({ timeout: 60_000 })
    await found.fill(comment)
    await this.page.getByRole('button', { name: t('requests.review.sign') }).click()
    await this.tells(comment)
  }
}

interface Asked {
  minutes: number
  reason: string
  breakGlass?: boolean
}
