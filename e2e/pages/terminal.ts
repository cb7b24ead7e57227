import { expect, type Locator, type Page } from '@playwright/test'
import { t } from '../support/labels'

/** The terminal that has the focus in the workplace, read as a person reads it: by the text in its rows. */
export class TerminalPage {
  readonly reconnectButton: Locator
  private readonly pane: Locator
  private readonly rows: Locator
  private marks = 0

  constructor(private readonly page: Page) {
    this.pane = page.locator('[data-focused]')
    this.reconnectButton = this.pane.getByRole('button', { name: t('terminal.reconnect') })
    this.rows = this.pane.locator('.xterm-rows > div')
  }

  /** What is on the screen now, a line a row, blanks at the end removed. */
  async screen(): Promise<string> {
    const lines = await this.rows.allTextContents()
    return lines.map((line) => line.replaceAll('\u00a0', ' ').trimEnd()).join('\n')
  }

  async shows(text: string): Promise<void> {
    await expect.poll(() => this.screen(), { message: `the terminal shows ${text}` }).toContain(text)
  }

  async showsLine(line: string): Promise<void> {
    const lines = async () => (await this.screen()).split('\n')
    await expect.poll(lines, { message: `the terminal shows the line ${line}` }).toContain(line)
  }

  async hides(text: string): Promise<void> {
    await expect.poll(() => this.screen(), { message: `the terminal no longer shows ${text}` }).not.toContain(text)
  }

  /** Waits until the session is open and the shell answers. */
  async open(): Promise<void> {
    // The status line's word: the terminal itself still shows that an earlier session was connected.
    await expect(this.pane.getByRole('status').filter({ hasText: t('terminal.state.open') })).toBeVisible()
    await this.focus()
    const mark = `ready-${++this.marks}`
    await this.type(`echo ready-$((${this.marks}))`)
    await this.press('Enter')
    await this.showsLine(mark)
  }

  async focus(): Promise<void> {
    await this.pane.locator('.xterm-helper-textarea').focus()
  }

  async type(text: string): Promise<void> {
    await this.focus()
    await this.page.keyboard.type(text)
  }

  /** Puts text in at once, as an input method does. */
  async insert(text: string): Promise<void> {
    await this.focus()
    await this.page.keyboard.insertText(text)
  }

  async press(key: string): Promise<void> {
    await this.focus()
    await this.page.keyboard.press(key)
  }

  async run(command: string): Promise<void> {
    await this.type(command)
    await this.press('Enter')
  }

  /** Pastes by the clipboard and the keys. */
  async paste(text: string): Promise<void> {
    await this.page.evaluate((words) => navigator.clipboard.writeText(words), text)
    await this.press('Control+Shift+V')
  }

  /** Columns and rows, asked of the host. */
  async sizeAtHost(): Promise<string> {
    const mark = `size${++this.marks}`
    await this.run(`echo "${mark}:$(stty size):"`)
    const pattern = new RegExp(`^${mark}:(\\d+ \\d+):`, 'm')
    await expect.poll(() => this.screen()).toMatch(pattern)
    return pattern.exec(await this.screen())?.[1] ?? ''
  }

  private get hostKeyDialog(): Locator {
    return this.page.getByRole('dialog').or(this.page.getByRole('alertdialog')).filter({ hasText: 'SHA256:' })
  }

  async offeredFingerprint(): Promise<string> {
    const text = (await this.hostKeyDialog.textContent()) ?? ''
    return /SHA256:[A-Za-z0-9+/]{43}/.exec(text)?.[0] ?? ''
  }

  async acceptHostKey(): Promise<void> {
    await this.hostKeyDialog.getByRole('button', { name: t('terminal.hostKey.accept') }).click()
  }

  async refuseHostKey(): Promise<void> {
    await this.hostKeyDialog.getByRole('button', { name: t('terminal.hostKey.refuse') }).click()
  }

  /** The session is over, and the page and the terminal both say why: by one of these reasons. */
  async ended(...reasons: string[]): Promise<void> {
    const words = reasons.map((reason) => t(`endReason.${reason}.title`))
    const said = words.map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|')
    await expect(
      this.pane
        .getByRole('status')
        .or(this.pane.getByRole('alert'))
        .filter({ hasText: new RegExp(said) })
        .first(),
    ).toBeVisible({
      timeout: 30_000,
    })
    await expect(this.reconnectButton).toBeVisible()
  }
}
