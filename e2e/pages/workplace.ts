import { expect, type Locator, type Page } from '@playwright/test'
import { t } from '../support/labels'

/** Tabs, splits and panes of `/terminal`, as a person sees and works them. */
export class WorkplacePage {
  readonly tabs: Locator
  /** The panes that are on the screen. */
  readonly panes: Locator
  readonly focused: Locator
  readonly dividers: Locator
  readonly palette: Locator

  constructor(
    readonly page: Page,
    private readonly origin: string,
  ) {
    this.tabs = page.getByRole('tab')
    this.panes = page.locator('[data-pane]:visible')
    this.focused = page.locator('[data-focused]')
    this.dividers = page.getByRole('separator', { name: t('workplace.divider') })
    this.palette = page.getByRole('dialog', { name: t('nav.palette.title') })
  }

  async goto(query = ''): Promise<void> {
    await this.page.goto(`${this.origin}/terminal${query}`)
    await expect(this.page.locator('[data-workplace]')).toBeVisible()
  }

  /** Goes to the workplace with nothing in it: what earlier tests left is closed, and its sessions end. */
  async empty(): Promise<void> {
    await this.endAll()
    await this.goto()
    const start = this.page.getByRole('heading', { name: t('workplace.start.title') })
    while (!(await start.isVisible())) {
      await this.page
        .getByRole('button', { name: t('workplace.offer.close') })
        .filter({ visible: true })
        .first()
        .click()
    }
    await this.saved()
  }

  /** Ends every session of one's own from the list of sessions. */
  private async endAll(): Promise<void> {
    await this.page.goto(`${this.origin}/sessions`)
    const own = this.page.getByRole('region', { name: t('sessions.own') }).getByRole('listitem')
    for (let left = await own.count(); left > 0; left = await own.count()) {
      await own.first().getByRole('button').click()
      await this.page
        .getByRole('alertdialog')
        .getByRole('button', { name: t('sessions.end') })
        .click()
      await expect(own).toHaveCount(left - 1)
    }
  }

  /** Opens an account in a tab and waits for its shell. */
  async open(accountId: string): Promise<void> {
    await this.goto(`?account=${accountId}`)
    await this.opened()
  }

  /** The focused pane's shell is there and has the keyboard. */
  async opened(): Promise<void> {
    await expect(this.focused.getByText(t('terminal.state.open')).first()).toBeVisible()
    await expect(this.focused.locator('.xterm-helper-textarea')).toBeFocused()
  }

  /** Types into whatever has the keyboard, as a person does. */
  async run(command: string): Promise<void> {
    await this.page.keyboard.type(command)
    await this.page.keyboard.press('Enter')
  }

  async text(pane: Locator): Promise<string> {
    const lines = await pane.locator('.xterm-rows > div').allTextContents()
    return lines.map((line) => line.replaceAll('\u00a0', ' ').trimEnd()).join('\n')
  }

  async shows(pane: Locator, text: string): Promise<void> {
    await expect.poll(() => this.text(pane), { message: `a pane shows ${text}` }).toContain(text)
  }

  async split(side: 'right' | 'down'): Promise<void> {
    const before = await this.panes.count()
    await this.page.keyboard.press(side === 'right' ? 'Control+Shift+E' : 'Control+Shift+O')
    await expect(this.panes).toHaveCount(before + 1)
    await this.opened()
  }

  /** Finds an entry of the palette and takes it with a key. */
  async choose(letters: string, entry: string | RegExp, key = 'Enter'): Promise<void> {
    await this.page.keyboard.press('Control+Shift+K')
    await this.page.keyboard.type(letters)
    const option = this.palette.getByRole('option', { name: entry }).first()
    await expect(option).toBeVisible()
    while ((await option.getAttribute('aria-selected')) !== 'true') await this.page.keyboard.press('ArrowDown')
    await this.page.keyboard.press(key)
    await expect(this.palette).toBeHidden()
  }

  /** Waits until what is on the screen is remembered. */
  async saved(): Promise<void> {
    await expect
      .poll(async () => {
        const tabs = await this.tabs.count()
        return (await this.remembered()).tabs.length === tabs
      })
      .toBe(true)
  }

  /** What is stored, as a new window would get it. */
  async remembered(): Promise<{ tabs: { name?: string; tree: { kind: string } }[] }> {
    const answer = await this.page.request.get(`${this.origin}/api/v1/workspace`)
    return (await answer.json()).workspace
  }

  async box(locator: Locator): Promise<{ x: number; y: number; width: number; height: number }> {
    const box = await locator.boundingBox()
    if (!box) throw new Error('it is not on the screen')
    return box
  }
}
