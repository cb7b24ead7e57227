import { expect, type Locator, type Page } from '@playwright/test'
import { t } from '../support/labels'

/** Where a text is drawn, and in which row and column of the terminal it begins, counted from 1. */
interface Place {
  x: number
  y: number
  width: number
  height: number
  row: number
  column: number
}

/** The terminal that has the focus in the workplace, read as a person reads it: by the text in its rows. */
export class TerminalPage {
  readonly reconnectButton: Locator
  readonly pane: Locator
  readonly rows: Locator
  private marks = 0

  constructor(private readonly page: Page) {
    this.pane = page.locator('[data-focused]')
    this.reconnectButton = this.pane.getByRole('button', { name: t('terminal.reconnect') })
    this.rows = this.pane.locator('.xterm-rows > div')
  }

  /** What is on the screen now, blanks at the end removed. */
  async lines(): Promise<string[]> {
    const lines = await this.rows.allTextContents()
    return lines.map((line) => line.replaceAll('\u00a0', ' ').trimEnd())
  }

  /** The same as one text, a line a row. */
  async screen(): Promise<string> {
    return (await this.lines()).join('\n')
  }

  /** Where a text stands, which lies in one row: the last one on the screen. */
  async placeOf(text: string): Promise<Place> {
    return this.rows.evaluateAll((rows, wanted) => {
      const shown = rows.map((row) => (row.textContent ?? '').replaceAll('\u00a0', ' '))
      const index = shown.findLastIndex((line) => line.includes(wanted))
      const row = rows[index]
      if (!row) throw new Error(`the terminal does not show ${wanted}`)
      const at = shown[index]?.indexOf(wanted) ?? 0
      const range = document.createRange()
      const walker = document.createTreeWalker(row, NodeFilter.SHOW_TEXT)
      let before = 0
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const length = node.textContent?.length ?? 0
        const inside = (offset: number) => offset >= before && offset <= before + length
        if (inside(at)) range.setStart(node, at - before)
        if (inside(at + wanted.length)) {
          range.setEnd(node, at + wanted.length - before)
          break
        }
        before += length
      }
      const { x, y, width, height } = range.getBoundingClientRect()
      return { x, y, width, height, row: index + 1, column: at + 1 }
    }, text)
  }

  /** Selects a text with the mouse. */
  async select(text: string): Promise<void> {
    const { x, y, width, height } = await this.placeOf(text)
    await this.page.mouse.move(x + 1, y + height / 2)
    await this.page.mouse.down()
    await this.page.mouse.move(x + width - 1, y + height / 2, { steps: 3 })
    await this.page.mouse.up()
  }

  async shows(text: string): Promise<void> {
    await expect.poll(() => this.screen(), { message: `the terminal shows ${text}` }).toContain(text)
  }

  async showsLine(line: string): Promise<void> {
    await expect.poll(() => this.lines(), { message: `the terminal shows the line ${line}` }).toContain(line)
  }

  async showsMatch(pattern: RegExp): Promise<void> {
    await expect.poll(() => this.screen(), { message: `the terminal shows ${pattern}` }).toMatch(pattern)
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

  /** Clears the screen, and waits until nothing but the shell's prompt is on it. */
  async clear(): Promise<void> {
    await this.run('clear')
    const shown = async () => (await this.lines()).filter(Boolean)
    await expect.poll(shown, { message: 'a prompt alone' }).toEqual([expect.not.stringMatching(/clear$/)])
  }

  /** What is on the clipboard, to a page that may read and write it. */
  clipboard(): Promise<string> {
    return this.page.evaluate(() => navigator.clipboard.readText())
  }

  async setClipboard(text: string): Promise<void> {
    await this.page.evaluate((words) => navigator.clipboard.writeText(words), text)
  }

  /** Pastes by the clipboard and the keys. */
  async paste(text: string): Promise<void> {
    await this.setClipboard(text)
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
