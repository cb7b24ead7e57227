import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from '@playwright/test'
import { build } from 'esbuild'
import { packageRoot } from '@/prisma/migrate'
import type { House } from './house'
import { openShell } from './reach'

/** A real Chromium with Gatehouse's terminal open in it: the bench's one acquaintance with the page. */
export class TerminalTab {
  private constructor(
    private readonly browser: Browser,
    readonly page: Page,
  ) {}

  /** Signs in, opens the host's terminal, and waits for its prompt, which from then on is `<back>`. */
  static async open(house: House): Promise<TerminalTab> {
    // The host's key is accepted by whoever comes first: not the browser.
    await (await openShell(house.reach)).close()
    const browser = await chromium.launch({
      executablePath: existsSync(chromium.executablePath()) ? undefined : '/usr/bin/chromium',
      args: [
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
        // Both terminals draw with the DOM: a machine without a GPU would measure its emulation.
        '--disable-3d-apis',
      ],
    })
    try {
      const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, bypassCSP: true })
      const { hostname } = new URL(house.url)
      await context.addCookies(house.visitor.cookieList().map((cookie) => ({ ...cookie, domain: hostname, path: '/' })))
      const tab = new TerminalTab(browser, await context.newPage())
      await tab.page.goto(`${house.url}/terminal/${house.accountId}`)
      await tab.page.locator('.xterm-helper-textarea').waitFor({ state: 'attached' })
      await tab.page.waitForFunction(
        () =>
          /\$\s*$|#\s*$/.test(
            document.querySelector('.xterm-rows')?.textContent?.replaceAll('\u00a0', ' ').trimEnd() ?? '',
          ),
        undefined,
        { timeout: 60_000, polling: 100 },
      )
      await tab.enter("PS1='<back>'")
      await tab.shows('<back>')
      return tab
    } catch (error) {
      await browser.close()
      throw error
    }
  }

  async focus(): Promise<void> {
    await this.page.locator('.xterm-helper-textarea').first().focus()
  }

  async enter(command: string): Promise<void> {
    await this.focus()
    await this.page.keyboard.insertText(command)
    await this.page.keyboard.press('Enter')
  }

  async shows(text: string): Promise<void> {
    await this.page.waitForFunction(
      (wanted) => document.querySelector('.xterm-rows')?.textContent?.includes(wanted),
      text,
      { timeout: 120_000, polling: 50 },
    )
  }

  /** Presses a key and answers how many milliseconds later, by the page's own clock, the terminal showed a row that begins with `text`. */
  async pressUntil(key: string, text: string, limitMs: number): Promise<number> {
    await this.focus()
    const shown = this.page.evaluate(
      ({ wanted, limit }) =>
        new Promise<number>((resolve, reject) => {
          let pressed: number | undefined
          window.addEventListener(
            'keydown',
            (event) => {
              // A modifier comes as a key of its own, before the one that counts.
              if (!['Control', 'Shift', 'Alt', 'Meta'].includes(event.key)) pressed ??= performance.now()
            },
            { capture: true },
          )
          const rows = document.querySelector('.xterm-rows')
          const look = () => {
            const now = performance.now()
            const there = [...(rows?.children ?? [])].some((row) => row.textContent?.startsWith(wanted))
            if (pressed !== undefined && there) resolve(now - pressed)
            else if (pressed !== undefined && now - pressed > limit)
              reject(new Error(`${wanted} was not shown in ${limit} ms`))
            else requestAnimationFrame(look)
          }
          requestAnimationFrame(look)
        }),
      { wanted: text, limit: limitMs },
    )
    // The page must be looking before the key goes down.
    await this.page.evaluate(() => new Promise(requestAnimationFrame))
    await this.page.keyboard.press(key)
    return shown
  }

  /**
   * xterm.js alone, on top of the page and as large as the page's own, fed from memory with `count` numbered lines as a host's
   * terminal sends them. Answers the milliseconds until the last is drawn.
   */
  async drawAlone(count: number): Promise<number> {
    const bundle = await build({
      absWorkingDir: packageRoot(),
      stdin: { contents: "export { Terminal } from '@xterm/xterm'", resolveDir: packageRoot() },
      bundle: true,
      format: 'iife',
      globalName: 'xtermAlone',
      write: false,
    })
    await this.page.addScriptTag({ content: bundle.outputFiles[0]?.text ?? '' })
    return this.page.evaluate(async (lines) => {
      // What the script tag above has put there.
      const { Terminal } = Reflect.get(window, 'xtermAlone') as typeof import('@xterm/xterm')
      const rows = document.querySelector('.xterm-rows')
      const box = rows?.closest('.xterm')?.getBoundingClientRect()
      const place = document.createElement('div')
      Object.assign(place.style, { position: 'fixed', zIndex: '9999', background: 'black' })
      Object.assign(place.style, { left: `${box?.left}px`, top: `${box?.top}px` })
      Object.assign(place.style, { width: `${box?.width}px`, height: `${box?.height}px` })
      document.body.append(place)
      const terminal = new Terminal({
        rows: rows?.childElementCount ?? 40,
        scrollback: 10_000,
        fontFamily: '"JetBrains Mono Variable", monospace',
        fontSize: 14,
        lineHeight: 1.15,
      })
      terminal.open(place)
      // As many columns as the page's own have room: the width of a cell is that of these columns'.
      const cell = (place.querySelector('.xterm-screen')?.clientWidth ?? 800) / terminal.cols
      terminal.resize(Math.floor((rows?.clientWidth ?? 1000) / cell + 0.01), terminal.rows)
      const text = new TextEncoder().encode(`${Array.from({ length: lines }, (_, n) => n + 1).join('\r\n')}\r\n<back>`)
      const chunk = 32 * 1024
      const begun = performance.now()
      for (let at = 0; at < text.length; at += chunk) terminal.write(text.subarray(at, at + chunk))
      const taken = await new Promise<number>((resolve) => {
        const look = () => {
          const there = [...place.querySelectorAll('.xterm-rows > div')].some((row) =>
            row.textContent?.startsWith('<back>'),
          )
          if (there) resolve(performance.now() - begun)
          else requestAnimationFrame(look)
        }
        requestAnimationFrame(look)
      })
      terminal.dispose()
      place.remove()
      return taken
    }, count)
  }

  /** Processor time of the page's process until now, in seconds. */
  async cpuSeconds(): Promise<number> {
    const devtools = await this.browser.newBrowserCDPSession()
    const { processInfo } = await devtools.send('SystemInfo.getProcessInfo')
    await devtools.detach()
    return processInfo.filter(({ type }) => type === 'renderer').reduce((sum, { cpuTime }) => sum + cpuTime, 0)
  }

  /** Does `work`; with a folder, takes a processor profile of the page's main thread meanwhile, for Chrome's developer tools. */
  async profiled<T>(folder: string | undefined, name: string, work: () => Promise<T>): Promise<T> {
    if (!folder) return work()
    const devtools = await this.page.context().newCDPSession(this.page)
    await devtools.send('Profiler.enable')
    await devtools.send('Profiler.start')
    const answer = await work()
    const { profile } = await devtools.send('Profiler.stop')
    await devtools.detach()
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, `${name}.cpuprofile`), JSON.stringify(profile))
    return answer
  }

  async close(): Promise<void> {
    await this.browser.close()
  }
}
