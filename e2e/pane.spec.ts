import { randomUUID } from 'node:crypto'
import { rmSync, writeFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContext, devices, type Locator, type Page } from '@playwright/test'
import { Decoder, Encoder } from 'socket.io-msgpack-parser'
import { terminalThemes, themes } from '@/components/terminal/themes'
import type { LimitWarning } from '@/core/sessions/wire'
import { test as base, expect, signIn } from './fixtures'
import { TerminalPage } from './pages/terminal'
import { WorkplacePage } from './pages/workplace'
import { t } from './support/labels'
import { Line } from './support/line'
import { LiveClient } from './support/live-client'
import { Visitor } from './support/visitor'

/** Someone whose preferences these tests may change. */
const person = { name: 'pat', password: 'a lamp above the slipway' }

/** Each test begins with an empty workplace. */
const test = base.extend<{ place: WorkplacePage; terminal: TerminalPage }>({
  place: async ({ signedIn, house }, use) => {
    const { page, context } = await signedIn(person.name, person.password)
    await use(await workplace(page, context, house.node.url))
  },
  terminal: async ({ place }, use) => use(new TerminalPage(place.page)),
})

test.beforeAll(async ({ house }) => {
  await house.node.command(['admin', 'create', '--name', person.name, '--password-stdin'], person.password)
})

async function workplace(page: Page, context: BrowserContext, origin: string): Promise<WorkplacePage> {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const place = new WorkplacePage(page, origin)
  await place.empty()
  return place
}

/** Changes preferences in the focused pane, as a person does. */
async function prefer(page: Page, change: (dialog: Locator) => Promise<void>): Promise<void> {
  await page.keyboard.press('Control+,')
  const dialog = page.getByRole('dialog', { name: t('preferences.title') })
  await change(dialog)
  await dialog.getByRole('button', { name: t('common.save') }).click()
  await expect(dialog).toBeHidden()
}

/** The device of the shell's terminal: what is written there appears as if a program had printed it, without a key. */
async function deviceOf(terminal: TerminalPage): Promise<string> {
  await terminal.run('tty')
  await expect.poll(() => terminal.screen()).toMatch(/^\/dev\/\S+$/m)
  return /^\/dev\/\S+$/m.exec(await terminal.screen())?.[0] ?? ''
}

/** Has the host put a text on the clipboard, and then say `done-<length>`. */
async function copyFromHost(terminal: TerminalPage, text: string): Promise<void> {
  await terminal.run(String.raw`printf '\033]52;c;%s\a' "$(printf '${text}' | base64)"; echo done-$((${text.length}))`)
}

/** Chooses one of several in the form of preferences. */
async function choose(form: Locator, label: string, value: string): Promise<void> {
  await form.getByLabel(t(`preferences.${label}.label`), { exact: true }).selectOption(value)
}

/** Counts how often a pane flashes from now on. */
async function countFlashes(page: Page): Promise<() => Promise<number>> {
  const flashes = await page.evaluateHandle(() => {
    const seen = { count: 0 }
    new MutationObserver((changes) => {
      for (const { target } of changes) if (target instanceof HTMLElement && 'bell' in target.dataset) seen.count++
    }).observe(document.body, { subtree: true, attributeFilter: ['data-bell'] })
    return seen
  })
  return () => flashes.evaluate((seen) => seen.count)
}

/**
 * The colours of the marks in the ruler at the right, from the top: where the first of each begins, 0 at the ruler's top and 1 at its
 * end, and how much of the ruler's height they cover.
 */
async function marksIn(ruler: Locator): Promise<{ colour: string; top: number; share: number }[]> {
  return ruler.evaluate((canvas) => {
    if (!(canvas instanceof HTMLCanvasElement)) throw new Error('the ruler is a canvas')
    const { width, height } = canvas
    const pixels = canvas.getContext('2d')?.getImageData(0, 0, width, height).data ?? []
    const lines = new Map<string, Set<number>>()
    for (let at = 0; at < pixels.length; at += 4) {
      const [line, column] = [Math.floor(at / 4 / width), (at / 4) % width]
      // The first column is the ruler's border.
      if (column === 0 || pixels[at + 3] !== 255) continue
      const colour = `#${[0, 1, 2].map((part) => (pixels[at + part] ?? 0).toString(16).padStart(2, '0')).join('')}`
      const marked = lines.get(colour) ?? new Set()
      lines.set(colour, marked.add(line))
    }
    return [...lines].map(([colour, marked]) => ({
      colour,
      top: Math.min(...marked) / height,
      share: marked.size / height,
    }))
  })
}

test('the scrollback is searched: marks, counts, switches, and the view stays', async ({ place, terminal, house }) => {
  const { page } = place
  await place.open(house.accountId)
  await terminal.open()
  await terminal.run('for i in $(seq 300); do echo "hay$((i*2))Stack $i"; done')
  await terminal.showsLine('hay600Stack 300')
  const device = await deviceOf(terminal)
  await page.keyboard.press('Control+Shift+F')
  const bar = page.getByRole('search')
  const status = bar.getByRole('status')
  const counts = (index: number, count: number) => expect(status).toHaveText(t('terminal.find.count', { index, count }))
  await expect(bar.getByRole('textbox')).toBeFocused()

  await page.keyboard.type('hay6stack')
  await counts(1, 1)
  await terminal.showsLine('hay6Stack 3')
  // The one that was found has a border besides.
  await expect(terminal.pane.locator('.xterm-find-result-decoration[style*="outline"]')).toHaveCount(1)
  const { yellow: colour = '' } = terminalThemes.light
  const ruler = terminal.pane.locator('.xterm-decoration-overview-ruler')
  // One match, in the third line of more than three hundred.
  await expect.poll(() => marksIn(ruler)).toEqual([{ colour, top: expect.any(Number), share: expect.any(Number) }])
  const [mark] = await marksIn(ruler)
  expect(mark?.top).toBeLessThan(0.02)
  expect(mark?.share).toBeLessThan(0.05)
  await bar.getByRole('button', { name: t('terminal.find.case') }).click()
  await expect(status).toHaveText(t('terminal.find.none'))
  await bar.getByRole('button', { name: t('terminal.find.case') }).click()
  await counts(1, 1)

  await bar.getByRole('button', { name: t('terminal.find.regex') }).click()
  await bar.getByRole('textbox').fill('hay\\d+S')
  await expect(status).toHaveText(/of 300$/)
  const at = Number(/^\d+/.exec((await status.textContent()) ?? '')?.[0])
  await bar.getByRole('textbox').press('Enter')
  await counts(at - 1 || 300, 300)
  await bar.getByRole('textbox').press('Shift+Enter')
  await counts(at, 300)
  expect(await terminal.pane.locator('.xterm-find-result-decoration:visible').count()).toBeGreaterThan(5)
  await expect.poll(async () => (await marksIn(ruler))[0]?.share).toBeGreaterThan(0.8)

  await test.step('what is printed meanwhile is counted, and moves nothing', async () => {
    const before = await terminal.lines()
    await writeFile(device, '\r\nhay1S and hay2S\r\n')
    await expect(status).toHaveText(/of 302$/)
    expect(await terminal.lines()).toEqual(before)
  })

  await bar.getByRole('textbox').fill('hay(')
  await expect(status).toHaveText(t('terminal.find.broken'))
  await bar.getByRole('button', { name: t('terminal.find.regex') }).click()
  await bar.getByRole('button', { name: t('terminal.find.word') }).click()
  await bar.getByRole('textbox').fill('hay4')
  await expect(status).toHaveText(t('terminal.find.none'))
  await bar.getByRole('textbox').fill('hay4Stack')
  await counts(1, 1)
  await terminal.showsLine('hay4Stack 2')
  await page.keyboard.press('Escape')
  await expect(bar).toBeHidden()
  await expect(terminal.pane.locator('.xterm-find-result-decoration')).toHaveCount(0)
  await expect(ruler).toHaveCount(0)
  await expect(terminal.pane.locator('.xterm-helper-textarea')).toBeFocused()
  await terminal.showsLine('hay4Stack 2')

  await page.keyboard.press('Control+Shift+End')
  await terminal.run('clear; seq -f "%gz" 2100')
  await terminal.showsLine('2100z')
  await page.keyboard.press('Control+Shift+F')
  await bar.getByRole('button', { name: t('terminal.find.word') }).click()
  await bar.getByRole('textbox').fill('z')
  await expect(status).toHaveText(t('terminal.find.many', { count: 2000 }))
})

test('a host copies to the clipboard once it may, and never reads it', async ({ place, terminal, house }) => {
  const { page } = place
  await place.open(house.accountId)
  await terminal.open()
  await terminal.setClipboard('mine')
  const copies = (text: string) => copyFromHost(terminal, text)
  const notice = page.getByRole('region', { name: t('terminal.hostCopy.title') })

  await copies('first of all')
  await expect(notice).toContainText('first of all')
  expect(await terminal.clipboard()).toBe('mine')
  await notice.getByRole('button', { name: t('terminal.hostCopy.refuse') }).click()
  await expect(notice).toBeHidden()
  await copies('again')
  await terminal.showsLine('done-5')
  await expect(notice).toBeHidden()
  expect(await terminal.clipboard()).toBe('mine')

  await test.step('the session ends: its text stays, and the next one begins below it', async () => {
    const pane = await terminal.pane.getAttribute('data-pane')
    await terminal.run('exit 3')
    await terminal.ended('exited')
    await terminal.showsLine('done-5')
    await terminal.shows(t('terminal.exit', { status: 3 }))
    await terminal.type('nobody reads this')
    await expect(page.getByText(t('terminal.inputRefused'))).toHaveCount(0)
    await terminal.reconnectButton.click()
    await place.opened()
    await terminal.open()
    await terminal.showsLine('done-5')
    await expect(place.tabs).toHaveCount(1)
    expect(await terminal.pane.getAttribute('data-pane')).toBe(pane)
    expect(await terminal.screen()).not.toContain('nobody reads this')
  })

  await test.step('the next session asks anew', async () => {
    await copies('中文')
    await expect(notice).toContainText('中文')
    await notice.getByRole('button', { name: t('terminal.hostCopy.allow') }).click()
    await expect.poll(() => terminal.clipboard()).toBe('中文')
    await copies('without a word')
    await expect.poll(() => terminal.clipboard()).toBe('without a word')
    await expect(notice).toBeHidden()
    await terminal.clear()
    await terminal.run(String.raw`printf '\033]52;c;?\a\033[5n'; cat -v`)
    // The terminal answers the second question, and the first one not at all.
    await terminal.shows('^[[0n')
    await terminal.press('Enter')
    expect(await terminal.screen()).not.toContain('^[]52')
    await terminal.press('Control+C')
  })

  await test.step('allowed for good, no session asks any more', async () => {
    const nextSession = async () => {
      await terminal.run('exit')
      await terminal.ended('exited')
      await terminal.reconnectButton.click()
      await place.opened()
      await terminal.open()
    }
    await nextSession()
    await copies('for good')
    await notice.getByRole('button', { name: t('terminal.hostCopy.always') }).click()
    await expect.poll(() => terminal.clipboard()).toBe('for good')
    await nextSession()
    await copies('not asked')
    await expect.poll(() => terminal.clipboard()).toBe('not asked')
    await expect(notice).toBeHidden()
    await place.saved()
    await page.reload()
    await terminal.open()
    await copies('nor here')
    await expect.poll(() => terminal.clipboard()).toBe('nor here')
    await prefer(page, async (form) => {
      const wish = form.getByLabel(t('preferences.hostCopy.label'), { exact: true })
      await expect(wish).toHaveValue('allow')
      await wish.selectOption('ask')
    })
  })
})

test('prompts that the shell tells of are marked, and jumped to', async ({ place, terminal, house }) => {
  const { page } = place
  await place.open(house.accountId)
  await terminal.open()
  await terminal.run('cat -v')
  await page.keyboard.press('Control+Shift+ArrowUp')
  await terminal.shows('^[[1;6A')
  await page.keyboard.press('Control+C')

  await terminal.run(String.raw`clear; PS1='\[\e]133;D;$?\a\e]133;A\a\]here> '`)
  const marks = (state: string) => terminal.pane.locator(`.prompt-mark[data-state="${state}"]`)
  await expect(marks('unknown')).toHaveCount(1)
  await terminal.run('true')
  await terminal.run('false')
  await expect(marks('ok')).toHaveCount(1)
  await expect(marks('failed')).toHaveCount(1)
  for (const command of ['seq 100', 'seq 101 200']) {
    await terminal.run(command)
    await terminal.showsLine(command.split(' ').at(-1) ?? '')
  }
  await terminal.showsLine('here>')
  const { green: ok = '', red: failed = '', brightBlack: unknown = '' } = terminalThemes.light
  const ruler = terminal.pane.locator('.xterm-decoration-overview-ruler')
  await expect.poll(async () => (await marksIn(ruler)).map(({ colour }) => colour)).toEqual([ok, failed, unknown])
  const [, bad, waiting] = await marksIn(ruler)
  expect(bad?.top).toBeLessThan(0.1)
  // The prompt that waits is the last line.
  expect(waiting?.top).toBeGreaterThan(0.9)
  const top = async () => (await terminal.lines())[0]
  await page.keyboard.press('Control+Shift+ArrowUp')
  await expect.poll(top).toBe('here> seq 101 200')
  await page.keyboard.press('Control+Shift+ArrowUp')
  await expect.poll(top).toBe('here> seq 100')
  await page.keyboard.press('Control+Shift+ArrowUp')
  await expect.poll(top).toBe('here> false')
  await page.keyboard.press('Control+Shift+ArrowDown')
  await page.keyboard.press('Control+Shift+ArrowDown')
  await expect.poll(top).toBe('here> seq 101 200')
  await page.keyboard.press('Control+Shift+ArrowDown')
  await terminal.showsLine('here>')

  await test.step('a program that has the whole screen gets the keys', async () => {
    await terminal.run(String.raw`printf '\033[?1049h'; cat -v`)
    await terminal.hides('here>')
    await page.keyboard.press('Control+Shift+ArrowUp')
    await terminal.shows('^[[1;6A')
    await page.keyboard.press('Control+C')
    await terminal.run(String.raw`printf '\033[?1049l'`)
    await terminal.showsLine('200')
  })

  await test.step('after a reload they are there still', async () => {
    await place.saved()
    await page.reload()
    await terminal.showsLine('200')
    await terminal.focus()
    await page.keyboard.press('Control+Shift+ArrowUp')
    await page.keyboard.press('Control+Shift+ArrowUp')
    await expect.poll(top).toBe('here> seq 100')
    await page.keyboard.press('Control+Shift+ArrowUp')
    await expect.poll(top).toBe('here> false')
    await expect(marks('failed')).toHaveCount(1)
  })
})

test('links open with the key beside, and only what is one', async ({ place, terminal, house }) => {
  const { page } = place
  await place.open(house.accountId)
  await terminal.open()
  const plain = `${house.node.url}/readyz?plain`
  const marked = `${house.node.url}/readyz?marked`
  await terminal.run(
    String.raw`clear; echo 'see ${plain} now'; printf '\033]8;;${marked}\033\\%s\033]8;;\033\\\n' 'marked text' ; ` +
      String.raw`printf '\033]8;;javascript:alert(1)\033\\%s\033]8;;\033\\\n' 'script'`,
  )
  await terminal.showsLine('script')
  const middle = async (text: string) => {
    const { x, y, width, height } = await terminal.placeOf(text)
    return [x + width / 2, y + height / 2] as const
  }
  const hint = terminal.pane.getByRole('status').filter({ hasText: t('terminal.link.modifier', { key: 'Ctrl' }) })
  const opened: string[] = []
  page.context().on('page', (other) => opened.push(other.url()))

  await page.mouse.move(...(await middle(plain)))
  await expect(hint).toContainText(plain)
  await page.mouse.click(...(await middle(plain)))
  await page.mouse.move(...(await middle('marked text')))
  await expect(hint).toContainText(marked)
  for (const [text, address] of [
    [plain, plain],
    ['marked text', marked],
  ] as const) {
    const page2 = page.context().waitForEvent('page')
    await page.mouse.move(...(await middle(text)))
    await expect(hint).toContainText(address)
    await page.keyboard.down('Control')
    await page.mouse.click(...(await middle(text)))
    await page.keyboard.up('Control')
    const other = await page2
    await expect(other).toHaveURL(address)
    expect(await other.evaluate(() => window.opener)).toBe(null)
    await other.close()
  }
  await page.mouse.move(...(await middle('script')))
  await expect(hint).toBeHidden()
  await page.keyboard.down('Control')
  await page.mouse.click(...(await middle('script')))
  await page.keyboard.up('Control')
  expect(opened).toHaveLength(2)
})

test('several lines are asked about where a program would take them one by one', async ({ place, terminal, house }) => {
  const { page } = place
  await place.open(house.accountId)
  await terminal.open()
  const dialog = page.getByRole('alertdialog', { name: t('terminal.pasting.title', { count: 2 }) })
  const ways = { cancel: 'common.cancel', oneLine: 'terminal.pasting.oneLine', paste: 'terminal.pasting.paste' }
  const answers = async (way: keyof typeof ways) => {
    await dialog.getByRole('button', { name: t(ways[way]), exact: true }).click()
    await expect(dialog).toBeHidden()
    await expect(terminal.pane.locator('.xterm-helper-textarea')).toBeFocused()
  }
  await terminal.run('clear; stty -echo; cat')
  await terminal.hides('stty')

  await terminal.paste('cancelled one\ncancelled two\n')
  await expect(dialog.getByRole('listitem')).toHaveText([/cancelled one/, /cancelled two/])
  await answers('cancel')
  await terminal.paste('joined one\n  joined two\n')
  await answers('oneLine')
  await terminal.press('Enter')
  await terminal.showsLine('joined one joined two')
  await terminal.paste('apart one\napart two\n')
  await answers('paste')
  await terminal.showsLine('apart one')
  await terminal.showsLine('apart two')
  await terminal.paste('a line alone')
  await terminal.press('Enter')
  await terminal.showsLine('a line alone')
  expect(await terminal.screen()).not.toContain('cancelled')
  await prefer(page, (form) => form.getByLabel(t('preferences.confirmPaste.label')).uncheck())
  await terminal.paste('unasked one\nunasked two\n')
  await terminal.showsLine('unasked two')
  await prefer(page, (form) => form.getByLabel(t('preferences.confirmPaste.label')).check())
})

test('a selection outlives output, and the mouse copies and pastes for who wants it', async ({
  place,
  terminal,
  house,
}) => {
  const { page } = place
  await place.open(house.accountId)
  await terminal.open()
  const device = await deviceOf(terminal)
  await terminal.run('clear; seq 10; echo "some words to keep"')
  await terminal.showsLine('some words to keep')
  await terminal.setClipboard('nothing yet')
  await terminal.select('words to keep')
  const selection = terminal.pane.locator('.xterm-selection > div')
  await expect(selection.first()).toBeVisible()
  // As much as scrolls the selected line up, but not away.
  const before = await terminal.placeOf('words to keep')
  const lines = (await terminal.rows.count()) - 8
  await writeFile(device, Array.from({ length: lines }, (_, line) => `\r\nnews ${line + 1}`).join(''))
  await terminal.showsLine(`news ${lines}`)
  const { y, height, row } = await terminal.placeOf('words to keep')
  expect(row).toBeLessThan(before.row)
  expect(Math.abs((await place.box(selection.first())).y - y)).toBeLessThan(height)
  expect(await terminal.clipboard()).toBe('nothing yet')
  await page.keyboard.press('Control+C')
  await expect.poll(() => terminal.clipboard()).toBe('words to keep')
  await expect(selection).toHaveCount(0)

  await terminal.setClipboard('echo pasted-$((1+1))')
  const { x } = await terminal.placeOf('some')
  await page.mouse.click(x + 2, y + height / 2, { button: 'right' })
  await terminal.clear()
  await prefer(page, async (form) => {
    await form.getByLabel(t('preferences.copyOnSelect.label')).check()
    await form.getByLabel(t('preferences.pasteOnRightClick.label')).check()
  })
  const prompt = terminal.pane.locator('.xterm-screen')
  await prompt.click({ button: 'right', position: { x: 200, y: 100 } })
  await terminal.shows('echo pasted-$((1+1))')
  await terminal.press('Enter')
  await terminal.showsLine('pasted-2')
  await terminal.select('pasted-2')
  await expect.poll(() => terminal.clipboard()).toBe('pasted-2')
})

test('a phone has the keys that it lacks, and they do what they say', async ({ browser, house }) => {
  const context = await browser.newContext({ ...devices['Pixel 7'], locale: 'en-GB', baseURL: house.node.url })
  try {
    await signIn(context, await new Visitor(house.node.url).signIn(person.name, person.password))
    const page = await context.newPage()
    const place = await workplace(page, context, house.node.url)
    const terminal = new TerminalPage(page)
    await place.open(house.accountId)
    await terminal.open()
    const bar = page.getByRole('toolbar', { name: t('terminal.touch.label') })
    const tap = (name: string) => bar.getByRole('button', { name, exact: true }).tap()
    const arrow = (way: string) => tap(t(`terminal.touch.Arrow${way}`))
    await terminal.clear()
    await terminal.type('echo tapped')
    for (const sign of ['-', '~', '/', '|']) await tap(sign)
    await arrow('Left')
    await page.keyboard.press('Backspace')
    await arrow('Right')
    await page.keyboard.press('Backspace')
    await tap('Home')
    await page.keyboard.type('#')
    await terminal.press('Enter')
    await terminal.shows('#echo tapped-~')
    await arrow('Up')
    await tap('Home')
    await page.keyboard.press('Delete')
    await terminal.press('Enter')
    await terminal.showsLine('tapped-~')

    await terminal.run('cat -v')
    await tap('Esc')
    await arrow('Down')
    await tap('PgUp')
    await tap('Ctrl')
    await arrow('Left')
    await tap('Alt')
    await page.keyboard.type('x')
    await page.keyboard.type('y')
    await terminal.press('Enter')
    await terminal.showsLine('^[^[[B^[[5~^[[1;5D^[xy')
    await tap('Ctrl')
    await expect(bar.getByRole('button', { name: 'Ctrl', exact: true })).toHaveAttribute('aria-pressed', 'true')
    await page.keyboard.type('c')
    await expect(bar.getByRole('button', { name: 'Ctrl', exact: true })).toHaveAttribute('aria-pressed', 'false')

    // What is held is for the next key, not for the answer that a host begs of the terminal meanwhile.
    const go = join(tmpdir(), `gatehouse-asks-${randomUUID()}`)
    await terminal.run(
      `until [ -e ${go} ]; do sleep 0.1; done; printf '\\e[c'; IFS= read -rs -d c told; echo "told-\${#told}"; IFS= read -rsn1 key; printf %s "$key" | od -An -tx1`,
    )
    await tap('Ctrl')
    writeFileSync(go, '')
    await expect.poll(() => terminal.screen()).toMatch(/told-\d/)
    rmSync(go)
    await page.keyboard.type('g')
    await terminal.showsLine(' 07')
    await terminal.clear()
    await terminal.type('ech')
    await tap('Tab')
    await terminal.shows('echo')
    await expect(terminal.pane.locator('.xterm-helper-textarea')).toBeFocused()

    await test.step('on a tablet a key that is held goes to every pane that is typed to', async () => {
      await page.setViewportSize({ width: 1100, height: 800 })
      await page.keyboard.press('Control+C')
      await place.split('right')
      await page.keyboard.press('Control+Shift+B')
      await expect(page.locator('[data-broadcast]')).toHaveCount(2)
      await place.run('clear; cat -v')
      const button = (pane: Locator, name: string) => pane.getByRole('button', { name, exact: true })
      // Held in the other pane, for what is typed there: nothing of what comes from here.
      await button(place.panes.first(), 'Alt').tap()
      await place.panes.last().locator('.xterm').tap()
      await button(terminal.pane, 'Ctrl').tap()
      await page.keyboard.type('g')
      await button(terminal.pane, 'Esc').tap()
      await page.keyboard.type('x')
      await page.keyboard.press('Enter')
      for (const side of [0, 1]) await place.shows(place.panes.nth(side), '^G^[x')
    })
  } finally {
    await context.close()
  }
})

test('what is composed arrives once, when it is done', async ({ place, terminal, house }) => {
  const { page } = place
  await place.open(house.accountId)
  await terminal.open()
  const devtools = await page.context().newCDPSession(page)
  const compose = (...steps: string[]) =>
    steps.reduce(
      (before, text) =>
        before.then(() =>
          devtools.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length }),
        ),
      Promise.resolve<unknown>(undefined),
    )
  await terminal.run('clear; stty -echo; cat')
  await terminal.hides('stty')
  const preview = terminal.pane.locator('.composition-view')
  await compose('z', 'zh', 'zhong', '中')
  await expect(preview).toHaveText('中')
  await expect(preview).toBeVisible()
  await devtools.send('Input.insertText', { text: '中' })
  await expect(preview).toBeHidden()
  await compose('w', 'wen')
  await devtools.send('Input.insertText', { text: '文' })
  await terminal.type('abc')
  // Given up: nothing of it arrives.
  await compose('x', 'xi', '')
  await compose('か', 'かな')
  await devtools.send('Input.insertText', { text: 'かな' })
  await terminal.type('d')
  await terminal.press('Enter')
  await terminal.showsLine('中文abcかなd')
})

test('preferences are taken at once by every open terminal', async ({ place, terminal, house }) => {
  const { page } = place
  await place.open(house.accountId)
  await terminal.open()
  await place.split('right')
  await terminal.open()
  const before = (await terminal.sizeAtHost()).split(' ').map(Number)
  await prefer(page, async (form) => {
    await choose(form, 'theme', 'dracula')
    await choose(form, 'font', 'ibm-plex-mono')
    await choose(form, 'cursorStyle', 'underline')
    await choose(form, 'bell', 'visual')
    await form.getByLabel(t('preferences.fontSize.label')).fill('21')
    await form.getByLabel(t('preferences.screenReader.label')).check()
  })
  for (const pane of await place.panes.all()) {
    const rows = pane.locator('.xterm-rows')
    await expect(rows).toHaveCSS('font-size', '21px')
    await expect(rows).toHaveCSS('font-family', /^"?IBM Plex Mono/)
    await expect(rows).toHaveCSS('color', 'rgb(248, 248, 242)')
    await expect(pane.locator('.xterm-cursor')).toHaveClass(/xterm-cursor-(underline|outline)/)
  }
  const after = (await terminal.sizeAtHost()).split(' ').map(Number)
  for (const side of [0, 1]) expect(after[side]).toBeLessThan((before[side] ?? 0) * 0.8)

  await test.step('a screen reader has the text, and hears what is new', async () => {
    await terminal.run('clear; echo heard-$((1+1))')
    await terminal.showsLine('heard-2')
    await expect(terminal.pane.getByRole('listitem').filter({ hasText: 'heard-2' })).toHaveCount(1)
    await expect(terminal.pane.locator('[aria-live="assertive"]')).toContainText('heard-2')
  })

  await test.step('the bell flashes, marks a tab in the background, and is quiet where it shall be', async () => {
    const device = await deviceOf(terminal)
    const count = await countFlashes(page)
    await terminal.run(String.raw`printf '\a'`)
    await expect.poll(count).toBe(1)
    await place.choose(house.hostName, house.hostName)
    await expect(place.tabs).toHaveCount(2)
    await place.opened()
    await writeFile(device, '\u0007')
    await expect(place.tabs.first()).toHaveAccessibleName(new RegExp(t('workplace.unread.bell')))
    await expect.poll(count).toBe(2)
    await prefer(page, async (form) => {
      await form.getByRole('button', { name: t('preferences.reset') }).click()
      await choose(form, 'bell', 'none')
    })
    await expect(terminal.pane.locator('.xterm-rows')).toHaveCSS('font-size', '14px')
    await terminal.run(String.raw`printf '\a'; echo rung-$((1+1))`)
    await terminal.showsLine('rung-2')
    expect(await count()).toBe(2)
  })
})

test('preferences show before they are saved, and every other one holds in a terminal afterwards', async ({
  place,
  terminal,
  house,
}) => {
  const { page } = place
  await place.open(house.accountId)
  await terminal.open()
  const rows = terminal.pane.locator('.xterm-rows')
  const cursor = terminal.pane.locator('.xterm-cursor')
  await terminal.clear()
  await expect(cursor).toHaveCSS('animation-name', /^blink_block/)
  await terminal.run('clear; seq 300')
  await terminal.showsLine('300')
  await terminal.press('Control+Shift+Home')
  const top = async () => (await terminal.lines())[0]
  await expect.poll(top).toBe('1')

  const { background, foreground } = themes['solarized-light']
  await prefer(page, async (form) => {
    const preview = form.getByRole('img', { name: t('preferences.preview') })
    const sample = preview.locator('.xterm-rows')
    await expect(preview.locator('.xterm-cursor')).toHaveClass(/xterm-cursor-block/)
    await choose(form, 'theme', 'solarized-light')
    await expect(preview).toHaveCSS('background-color', rgb(background))
    await expect(sample).toHaveCSS('color', rgb(foreground))
    await form.getByLabel(t('preferences.fontSize.label')).fill('18')
    await expect(sample).toHaveCSS('font-size', '18px')
    for (const style of ['bar', 'underline']) {
      await choose(form, 'cursorStyle', style)
      await expect(preview.locator('.xterm-cursor')).toHaveClass(new RegExp(`xterm-cursor-${style}`))
    }
    const height = async () => (await place.box(sample.locator('> div').first())).height
    const before = await height()
    await form.getByLabel(t('preferences.lineHeight.label')).fill('2')
    await expect.poll(height).toBeGreaterThan(before * 1.5)
    // Nothing is saved yet.
    await expect(rows).toHaveCSS('font-size', '14px')

    await form.getByLabel(t('preferences.cursorBlink.label')).uncheck()
    await form.getByLabel(t('preferences.scrollback.label')).fill('50')
    await choose(form, 'bell', 'sound')
    await choose(form, 'hostCopy', 'deny')
    await choose(form, 'linkClick', 'plain')
  })

  await test.step('colours, size, line height and cursor', async () => {
    await expect(rows).toHaveCSS('font-size', '18px')
    await expect(rows).toHaveCSS('color', rgb(foreground))
    await expect(terminal.pane.locator('[style*="background"]').first()).toHaveCSS('background-color', rgb(background))
    await expect.poll(async () => (await place.box(terminal.rows.first())).height).toBeGreaterThanOrEqual(36)
    await terminal.press('Control+Shift+End')
    await expect(cursor).toHaveClass(/xterm-cursor-underline/)
    await expect(cursor).toHaveCSS('animation-name', 'none')
  })

  await test.step('lines beyond the scrollback are gone', async () => {
    await terminal.press('Control+Shift+Home')
    await expect.poll(async () => Number(await top())).toBeGreaterThan(200)
    await terminal.run('clear; seq 400')
    await terminal.showsLine('400')
    await terminal.press('Control+Shift+Home')
    // The prompt stands in the line after the last number.
    await expect.poll(top).toBe(String(402 - 50 - (await terminal.rows.count())))
    await terminal.clear()
  })

  await test.step('the bell is a tone and no flash', async () => {
    const flashes = await countFlashes(page)
    const tones = await page.evaluateHandle(() => {
      const heard = { count: 0 }
      const { start } = OscillatorNode.prototype
      OscillatorNode.prototype.start = function (when) {
        heard.count++
        start.call(this, when)
      }
      return heard
    })
    await terminal.run(String.raw`printf '\a'; echo rung-$((1+1))`)
    await terminal.showsLine('rung-2')
    await expect.poll(() => tones.evaluate((heard) => heard.count)).toBe(1)
    expect(await flashes()).toBe(0)
  })

  await test.step('a host copies nothing, and nobody is asked', async () => {
    await terminal.setClipboard('mine')
    await copyFromHost(terminal, 'theirs')
    await terminal.showsLine('done-6')
    await expect(page.getByRole('region', { name: t('terminal.hostCopy.title') })).toHaveCount(0)
    expect(await terminal.clipboard()).toBe('mine')
  })

  await test.step('a click opens a link', async () => {
    const address = `${house.node.url}/readyz?click`
    await terminal.clear()
    await terminal.run(`echo 'at ${address}'`)
    await terminal.showsLine(`at ${address}`)
    const { x, y, width, height } = await terminal.placeOf(address)
    await page.mouse.move(x + width / 2, y + height / 2)
    const hint = terminal.pane.getByRole('status').filter({ hasText: t('terminal.link.plain') })
    await expect(hint).toContainText(address)
    const opened = page.context().waitForEvent('page')
    await page.mouse.click(x + width / 2, y + height / 2)
    const other = await opened
    await expect(other).toHaveURL(address)
    await other.close()
  })

  await prefer(page, (form) => form.getByRole('button', { name: t('preferences.reset') }).click())
  await expect(rows).toHaveCSS('font-size', '14px')
  await page.goto('/preferences')
  // As the page, which is light here; the server can't know that.
  await expect(page.getByRole('img', { name: t('preferences.preview') })).toHaveCSS(
    'background-color',
    rgb(terminalThemes.light.background),
  )
})

/** A colour as the browser tells it, of `#rrggbb`. */
function rgb(hex: string): string {
  return `rgb(${[1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)).join(', ')})`
}

/** Asks for the line now. It may also come back by itself just then, and take the button with it. */
async function comesBack(notice: Locator) {
  const now = notice.getByRole('button', { name: t('terminal.line.tryNow') })
  await expect(async () => {
    if (await now.isVisible()) await now.click({ timeout: 1000 })
    await expect(notice).toBeHidden({ timeout: 1000 })
  }).toPass()
}

test('what is typed while the line is down waits in sight, and arrives once', async ({ browser, house }) => {
  const line = await Line.start()
  const context = await browser.newContext({
    baseURL: house.node.url,
    proxy: { server: line.url, bypass: '<-loopback>' },
  })
  try {
    await signIn(context, await new Visitor(house.node.url).signIn(person.name, person.password))
    const page = await context.newPage()
    const place = await workplace(page, context, house.node.url)
    const terminal = new TerminalPage(page)
    await place.open(house.accountId)
    await terminal.open()
    await terminal.run('n=0')
    await terminal.clear()
    const typed = 'n=$((n+1)); echo "counted-$n"'
    const notice = terminal.pane.getByRole('status').filter({ hasText: t('terminal.line.down') })

    line.cut()
    await expect(notice).toBeVisible()
    await terminal.run(typed)
    await expect(notice).toContainText(t('terminal.line.unsent', { bytes: typed.length + 1 }))
    expect(await terminal.screen()).not.toContain('counted')
    line.mend()
    await comesBack(notice)
    await terminal.showsLine('counted-1')

    await test.step('or not at all', async () => {
      line.cut()
      await expect(notice).toBeVisible()
      await terminal.run(typed)
      await notice.getByRole('button', { name: t('terminal.line.discard') }).click()
      await expect(page.getByText(t('terminal.line.discarded', { bytes: typed.length + 1 }))).toBeVisible()
      line.mend()
      await comesBack(notice)
      await terminal.run('echo "in all $n"')
      await terminal.showsLine('in all 1')
    })

    await test.step('after long, only when its writer says so', async () => {
      const asked = terminal.pane
        .getByRole('status')
        .filter({ hasText: t('terminal.line.held', { bytes: typed.length + 1 }) })
      for (const [answer, total] of [
        ['discard', 1],
        ['send', 2],
      ] as const) {
        line.cut()
        await expect(notice).toBeVisible()
        await page.clock.setSystemTime(Date.now() + 60_000 * total)
        await terminal.run(typed)
        line.mend()
        await comesBack(notice)
        await expect(asked).toBeVisible()
        await asked.getByRole('button', { name: t(`terminal.line.${answer}`) }).click()
        await expect(asked).toBeHidden()
        await terminal.run(`echo "after ${answer} $n"`)
        await terminal.showsLine(`after ${answer} ${total}`)
      }
    })

    await test.step('a line that stays open and says nothing any more is found out', async () => {
      line.freeze()
      await terminal.run(typed)
      await page.evaluate(() => window.dispatchEvent(new Event('online')))
      // By a new line: nothing passes on the old one. It may be there before the notice was seen.
      await terminal.showsLine('counted-3')
      await terminal.run('echo "at last $n"')
      await terminal.showsLine('at last 3')
    })

    await test.step('output that goes on through lines that break is there, each line once', async () => {
      const stop = join(tmpdir(), `gatehouse-stop-${randomUUID()}`)
      try {
        await terminal.run(
          `i=0; while [ ! -e ${stop} ]; do i=$((i+1)); echo "line $i"; sleep 0.002; done; echo "in all $((i)) lines"`,
        )
        for (let n = 0; n < 5; n++) {
          await terminal.showsMatch(/^line \d+$/m)
          line.cut()
          await expect(notice).toBeVisible()
          line.mend()
          await comesBack(notice)
        }
        await writeFile(stop, '')
        await terminal.showsMatch(/^in all \d+ lines$/m)
        const total = Number(/^in all (\d+) lines$/m.exec(await terminal.screen())?.[1])
        const shown = new Set<number>()
        for (;;) {
          const screen = await terminal.screen()
          const numbers = [...screen.matchAll(/^line (\d+)$/gm)].map(([, number]) => Number(number))
          expect(numbers).toEqual(numbers.map((_, index) => (numbers[0] ?? 0) + index))
          for (const number of numbers) shown.add(number)
          if (shown.has(1)) break
          await page.keyboard.press('Shift+PageUp')
          await expect.poll(() => terminal.screen(), { message: 'there is more above' }).not.toBe(screen)
        }
        expect(shown.size).toBe(total)
        await terminal.press('Control+Shift+End')
      } finally {
        rmSync(stop, { force: true })
      }
    })

    await test.step('and where the session is elsewhere by then, the pane says what never went out', async () => {
      line.cut()
      await expect(notice).toBeVisible()
      await terminal.run(typed)
      const visitor = await new Visitor(house.node.url).signIn(person.name, person.password)
      const [running] = await (await visitor.request('/api/v1/sessions/running')).json()
      const desk = await LiveClient.connect(visitor)
      await desk.attach(running.id)
      line.mend()
      await terminal.shows(t('terminal.line.dropped', { bytes: typed.length + 1 }))
      await expect(terminal.pane.getByRole('status').filter({ hasText: t('terminal.takenOver') })).toBeVisible()
      desk.type(running.id, 'echo "at the desk $n"; exit\n')
      await desk.until(() => desk.text().includes('at the desk 3'))
      desk.close()
    })
  } finally {
    await context.close()
    await line.stop()
  }
})

test('limits that will end a session are told of over the terminal, which they leave as it is', async ({
  place,
  terminal,
  house,
}) => {
  const { page } = place
  let tell: (warning: LimitWarning) => void = () => {}
  await page.routeWebSocket(/\/socket\.io\//, (browser) => {
    const portal = browser.connectToServer()
    let sessionId: unknown
    portal.onMessage((message) => {
      // As the portal says it: binary alone carries events.
      if (typeof message !== 'string') sessionId ??= sessionIn(message)
      browser.send(message)
    })
    tell = (warning) => {
      const frames = new Encoder().encode({ type: 2, nsp: '/live', data: ['warning', sessionId, warning] })
      // A list, whatever the package's types say.
      for (const frame of frames as unknown as Buffer[]) browser.send(frame)
    }
  })
  await place.open(house.accountId)
  await terminal.open()
  // A program that draws its line again and again where it is, and one that was cut off within a sequence.
  await terminal.run(String.raw`clear; stty -echo; printf 'drawn once\rdrawn \033[31'; cat`)
  await terminal.showsLine('drawn once')
  const untouched = { lines: await terminal.lines(), box: await place.box(terminal.pane.locator('.xterm-screen')) }
  for (const kind of ['idle', 'duration', 'access'] as const) {
    const [before, after] = t(`terminal.warning.${kind}`, { seconds: 60 }).split('60')
    const told = new RegExp(`${before}\\d\\d${after}`)
    const notice = terminal.pane.getByRole('status').filter({ hasText: told })
    tell({ kind, endsAt: Date.now() + 60_000 })
    await expect(notice).toBeVisible()
    const box = await place.box(terminal.pane.locator('.xterm-screen'))
    expect({ lines: await terminal.lines(), box }).toEqual(untouched)
    // Averted.
    tell({ kind })
    await expect(notice).toBeHidden()
  }
})

/** The session that a message of the portal's is about. */
function sessionIn(message: Buffer): unknown {
  let found: unknown
  const decoder = new Decoder()
  decoder.on('decoded', (packet: { data?: unknown }) => {
    const [event, id] = Array.isArray(packet.data) ? packet.data : []
    if (event === 'state') found = id
  })
  decoder.add(message)
  return found
}
