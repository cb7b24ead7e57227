import { FitAddon } from '@xterm/addon-fit'
import { SearchAddon } from '@xterm/addon-search'
import { UnicodeGraphemesAddon } from '@xterm/addon-unicode-graphemes'
import { WebglAddon } from '@xterm/addon-webgl'
import { Terminal } from '@xterm/xterm'
import { type HostDecoder, hostDecoder } from '@/core/encodings/decode'
import { type HostEncoder, hostEncoder } from '@/core/encodings/encode'
import type { HostEncoding } from '@/core/encodings/names'
import { pieces, WholeCharacters } from '@/core/encodings/utf8'
import type { Preferences } from '@/core/preferences/preferences'
import { browserInternals, internals } from '@/core/screen/internals'
import { mend } from '@/core/screen/mends'
import type { ScreenAt } from '@/core/sessions/wire'
import { AnswerGuard, isAnswer } from './answers'
import { Bell } from './bell'
import { Feed } from './feed'
import { Finder, type Found } from './finder'
import { easeFrames } from './frames'
import { hostCopyText } from './host-copy'
import { type PaneAction, paneAction } from './keys'
import { addLinks } from './links'
import { Listeners } from './listeners'
import { loadFont, terminalOptions } from './options'
import { runsLines } from './paste'
import { watchPointer } from './pointer'
import { type MarkColours, PromptMarks } from './prompt-marks'
import { Ruler } from './ruler'
import { type Colours, coloursOf, type PageTheme } from './themes'
import { type Held, nothingHeld, type TouchKey, touchSequence, withHeld } from './touch-keys'

/** What the session behind the screen is told. */
export interface ScreenEvents {
  /** Typed, as bytes of the host's encoding, or xterm's binary reports. */
  input: (bytes: Uint8Array) => void
  resize: (cols: number, rows: number) => void
  copy: () => void
  find: () => void
}

/** What the pane around the screen shows. */
export type PaneEvents = {
  /**
   * Lines that a prompt would run one by one are about to be pasted: here, or in these `panes`, which are typed into together. Answers
   * what to paste, undefined for nothing.
   */
  askPaste: (text: string, panes: readonly string[]) => Promise<string | undefined>
  /** The names of the panes that get what is pasted here too and would run its lines one by one; this one among them. */
  runners: () => readonly string[]
  /** The host wants this text on the clipboard; `ask` unless the person has settled that. */
  hostCopy: (text: string, wish: 'ask' | 'allow') => void
  /** The page may not read the clipboard. */
  clipboardRefused: () => void
  link: (uri: string | undefined) => void
  found: (found: Found) => void
  held: (held: Held) => void
  /** Typed in this pane, as its host gets it. */
  typed: (text: string) => void
  /** Pasted in this pane, once all that there was to ask has been answered. */
  pasted: (text: string) => void
  action: (action: Extract<PaneAction, 'snippets' | 'preferences'>) => void
}

export interface ScreenOptions {
  theme: PageTheme
  label: string
  preferences: Preferences
}

/** xterm.js with its addons on an element: what is drawn, typed, sized and found. */
export class Screen {
  readonly terminal: Terminal
  readonly search = new SearchAddon({ highlightLimit: 2000 })
  readonly finder: Finder
  readonly prompts: PromptMarks
  /** Takes what is typed instead of the host, while a question is open. */
  interceptor: ((data: string) => void) | undefined
  private readonly pane = new Listeners<PaneEvents>()
  private readonly fit = new FitAddon()
  private readonly feed: Feed
  private readonly guard = new AnswerGuard()
  private readonly bell: Bell
  private readonly observer: ResizeObserver
  private readonly leavePointer: () => void
  private frame = 0
  private restoring = false
  private encoding: HostEncoding = 'utf-8'
  private encode: HostEncoder = hostEncoder('utf-8')
  /** For a host that does not write UTF-8, which xterm reads by itself. */
  private decoder: HostDecoder | undefined
  private characters = new WholeCharacters()
  /** What is to be drawn after a text that waits for what was drawn before it; undefined while none does. */
  private after: (() => void)[] | undefined
  private held = nothingHeld
  private relaying = false
  /** What is being pasted here. */
  private pasting: string | undefined
  private preferences: Preferences
  private page: PageTheme

  constructor(
    element: HTMLElement,
    private readonly events: ScreenEvents,
    options: ScreenOptions,
  ) {
    this.preferences = options.preferences
    this.page = options.theme
    this.terminal = new Terminal({
      allowProposedApi: true,
      macOptionIsMeta: true,
      ...terminalOptions(options.preferences, options.theme),
    })
    this.feed = new Feed(this.terminal)
    mend(internals(this.terminal), this.terminal, () => this.preferences.scrollback)
    this.terminal.loadAddon(this.fit)
    this.terminal.loadAddon(this.search)
    this.terminal.loadAddon(new UnicodeGraphemesAddon())
    addLinks(this.terminal, {
      linkClick: () => this.preferences.linkClick,
      hover: (uri) => this.pane.call('link', uri),
    })
    const ruler = new Ruler(this.terminal)
    this.finder = new Finder(this.search, ruler, this.colours, (found) => this.pane.call('found', found))
    this.prompts = new PromptMarks(this.terminal, ruler, markColours(this.colours))
    this.bell = new Bell(element)
    this.terminal.open(element)
    this.terminal.textarea?.setAttribute('aria-label', options.label)
    this.drawWithGpu()
    easeFrames(browserInternals(this.terminal), this.feed)
    this.listenToTerminal()
    this.leavePointer = watchPointer(element, this.terminal, {
      copyOnSelect: () => this.preferences.copyOnSelect,
      pasteOnRightClick: () => this.preferences.pasteOnRightClick,
      copy: events.copy,
      // Through the pane's own paste event, so that every way to paste meets the same limits and questions.
      paste: (text) => this.pasteAsBrowser(text),
      refused: () => this.pane.call('clipboardRefused'),
    })
    this.fit.fit()
    this.observer = new ResizeObserver(() => {
      cancelAnimationFrame(this.frame)
      this.frame = requestAnimationFrame(() => this.restoring || this.fit.fit())
    })
    this.observer.observe(element)
  }

  get colours(): Colours {
    return coloursOf(this.preferences.theme, this.page)
  }

  /** Adds what the pane around the screen shows; the answer removes it. */
  listen(listeners: Partial<PaneEvents>): () => void {
    return this.pane.add(listeners)
  }

  /** How the host writes and reads text, from its first byte on. Call it for each session; what was cut in two before is forgotten. */
  setEncoding(encoding: HostEncoding): void {
    this.encoding = encoding
    this.encode = hostEncoder(encoding)
    this.decoder = encoding === 'utf-8' ? undefined : hostDecoder(encoding)
    this.characters = new WholeCharacters()
  }

  /** Draws bytes of the host; `drawn` is called once they are on the screen. */
  write(bytes: Uint8Array, drawn: () => void): void {
    this.inOrder(() => this.draw(bytes, drawn))
  }

  private draw(bytes: Uint8Array, drawn: () => void): void {
    if (this.decoder) this.feed.write(this.decoder.decode(bytes), drawn)
    else this.writeUtf8(this.characters.take(bytes), drawn)
  }

  /**
   * Puts a screen in the place of all that was drawn: in its own size first, so that every cell is where it was, then in
   * ours. In order with what was written before and is written after.
   */
  restore(screen: Pick<ScreenAt, 'cols' | 'rows' | 'bytes'>, drawn: () => void): void {
    this.inOrder(() => this.replace(screen, drawn))
  }

  private replace({ cols, rows, bytes }: Pick<ScreenAt, 'cols' | 'rows' | 'bytes'>, drawn: () => void): void {
    // RIS, so that what still waits to be parsed comes before the reset.
    this.feed.write('\u001bc', () => {
      this.restoring = true
      this.terminal.resize(cols, rows)
    })
    this.setEncoding(this.encoding)
    this.writeUtf8(bytes, () => {
      this.restoring = false
      this.fit.fit()
      drawn()
    })
  }

  /** A line of Gatehouse's own, set apart from the host's. */
  say(text: string, tone: 'info' | 'bad' = 'info'): void {
    const colour = tone === 'bad' ? '\u001b[31m' : '\u001b[36m'
    this.afterDrawing(() => {
      const fresh = this.terminal.buffer.active.cursorX === 0 ? '' : '\r\n'
      return `\u001b[0m\u001b[?25h${fresh}${colour}\u2022 ${text.replace(/\n/g, '\r\n  ')}\u001b[0m\r\n`
    })
  }

  setTheme(theme: PageTheme): void {
    this.page = theme
    this.recolour()
  }

  /** Takes changed preferences; the font once it is there to be measured. */
  apply(preferences: Preferences): void {
    this.preferences = preferences
    const { fontFamily, ...rest } = terminalOptions(preferences, this.page)
    Object.assign(this.terminal.options, rest)
    this.recolour()
    const setFont = () => {
      if (this.preferences !== preferences) return
      this.terminal.options.fontFamily = fontFamily
      this.fit.fit()
    }
    loadFont(preferences.font).then(setFont, setFont)
  }

  /** Puts text where the cursor is, after all that was written before. */
  print(text: string): void {
    this.inOrder(() => this.feed.write(text))
  }

  /** Leaves the alternate screen and what a program had switched on (mouse, focus, margins), when the program can't any more. */
  settle(): void {
    this.afterDrawing(() => {
      const leave = this.terminal.buffer.active.type === 'alternate' ? '\u001b[?1049l' : ''
      return `${leave}\u001b[!p\u001b[?1000;1002;1003;1004;1005;1006;1015;1016l\u001b[0 q`
    })
  }

  /**
   * Puts text in as if it were pasted; asks first where a prompt would run its lines one by one, be it here or in a pane that gets
   * the same. Answers whether anything was put in.
   */
  async paste(text: string): Promise<boolean> {
    const matters = this.preferences.confirmPaste && !this.interceptor && runsLines(text)
    const runners = (matters && this.pane.call('runners')) || []
    const asks = matters && (runners.length > 0 || !this.terminal.modes.bracketedPasteMode)
    const answer = asks ? this.pane.call('askPaste', text, runners) : undefined
    const wanted = answer ? await answer : text
    if (wanted) this.putIn(wanted)
    this.terminal.focus()
    return Boolean(wanted)
  }

  private putIn(text: string): void {
    this.pasting = text
    this.terminal.paste(text)
    this.pasting = undefined
  }

  /** Types text, as keys would. */
  type(text: string): void {
    this.terminal.input(text)
  }

  /** Types or pastes what was typed in another pane: as it is there, and it goes no further. */
  relay(text: string, how: 'input' | 'paste'): void {
    this.relaying = true
    this.terminal[how](text)
    this.relaying = false
  }

  /** A key that the keyboard at hand lacks. */
  press(key: TouchKey): void {
    const sequence = touchSequence(key, this.held, this.terminal.modes.applicationCursorKeysMode)
    this.hold(nothingHeld)
    this.terminal.input(sequence)
  }

  /** Modifiers for the next key alone. */
  hold(held: Held): void {
    this.held = held
    this.pane.call('held', held)
  }

  dispose(): void {
    cancelAnimationFrame(this.frame)
    this.observer.disconnect()
    this.leavePointer()
    this.bell.dispose()
    this.feed.dispose()
    this.prompts.dispose()
    this.terminal.dispose()
  }

  private listenToTerminal(): void {
    const { terminal, events } = this
    terminal.attachCustomKeyEventHandler((event) => this.keys(event))
    terminal.onData((data) => this.typed(data))
    terminal.onBinary((data) => {
      if (!this.interceptor) events.input(Uint8Array.from(data, (character) => character.charCodeAt(0)))
    })
    let columns = terminal.cols
    terminal.onResize(({ cols, rows }) => {
      // Lines break elsewhere: what was selected is no longer where its mark stays.
      if (cols !== columns) terminal.clearSelection()
      columns = cols
      if (!this.restoring) events.resize(cols, rows)
    })
    terminal.onBell(() => this.bell.ring(this.preferences.bell))
    terminal.parser.registerOscHandler(52, (data) => {
      const text = hostCopyText(data)
      const wish = this.preferences.hostCopy
      if (text && wish !== 'deny') this.pane.call('hostCopy', text, wish)
      return true
    })
  }

  private writeUtf8(bytes: Uint8Array, drawn: () => void): void {
    const all = [...pieces(bytes)]
    const last = all.pop() ?? bytes
    for (const piece of all) this.feed.write(piece)
    this.feed.write(last, drawn)
  }

  private typed(data: string): void {
    if (!this.guard.admits(data)) return
    // What is held waits for a key of the person's, not for what the terminal says by itself.
    const holding = this.held !== nothingHeld && !this.relaying && !isAnswer(data)
    const text = holding ? withHeld(data, this.held) : data
    if (holding) this.hold(nothingHeld)
    if (this.interceptor) {
      this.interceptor(text)
      return
    }
    this.events.input(this.encode(text))
    if (this.relaying) return
    // Others put their own brackets around it, where their programs asked for them.
    if (this.pasting === undefined) this.pane.call('typed', text)
    else this.pane.call('pasted', this.pasting)
  }

  private recolour(): void {
    const { colours } = this
    this.terminal.options.theme = colours
    this.finder.setColours(colours)
    this.prompts.setColours(markColours(colours))
  }

  /** Writes what can only be told once everything written before has been drawn, and before anything written after. */
  private afterDrawing(text: () => string): void {
    this.inOrder(() => {
      this.after = []
      this.feed.write('', () => {
        const waiting = this.after ?? []
        this.after = undefined
        this.feed.write(text())
        // One of them may be such a text itself: those after it wait for it.
        for (const next of waiting) this.inOrder(next)
      })
    })
  }

  private inOrder(work: () => void): void {
    if (this.after) this.after.push(work)
    else work()
  }

  private pasteAsBrowser(text: string): void {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/plain', text)
    const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true })
    this.terminal.textarea?.dispatchEvent(event)
  }

  /** The GPU draws when it can; the DOM does when it can't, or when the browser takes the context away. */
  private drawWithGpu(): void {
    try {
      const webgl = new WebglAddon()
      webgl.onContextLoss(() => webgl.dispose())
      this.terminal.loadAddon(webgl)
    } catch {
      // No WebGL 2 here: xterm's DOM renderer stays.
    }
  }

  /**
   * The keys of keys.ts. Ctrl-C copies too while something is selected, and interrupts otherwise. Pasting is left to the
   * browser, which then asks nobody for leave.
   */
  private keys(event: KeyboardEvent): boolean {
    if (event.type !== 'keydown') return true
    const mac = navigator.platform.startsWith('Mac')
    const interrupt = !mac && event.ctrlKey && !event.shiftKey && !event.altKey && event.key.toLowerCase() === 'c'
    const copies = interrupt && this.terminal.hasSelection()
    const action = copies ? 'copy' : paneAction(event, mac)
    if (!action) return true
    if (action === 'paste') return false
    if (!this.act(action)) return true
    if (copies) this.terminal.clearSelection()
    event.preventDefault()
    return false
  }

  /** Answers whether the key was the pane's: without prompts to jump between, and on the alternate screen, it is the program's. */
  private act(action: Exclude<PaneAction, 'paste'>): boolean {
    switch (action) {
      case 'copy':
        this.events.copy()
        return true
      case 'find':
        this.events.find()
        return true
      case 'previousPrompt':
      case 'nextPrompt':
        if (!this.prompts.reachable) return false
        this.prompts.jump(action === 'nextPrompt' ? 'next' : 'previous')
        return true
      case 'scrollTop':
        this.terminal.scrollToTop()
        return true
      case 'scrollBottom':
        this.terminal.scrollToBottom()
        return true
      case 'snippets':
      case 'preferences':
        this.pane.call('action', action)
        return true
    }
  }
}

function markColours(colours: Colours): MarkColours {
  const { foreground, brightBlack = foreground, green = foreground, red = foreground } = colours
  return { unknown: brightBlack, ok: green, failed: red }
}
