import type { IDecoration, IDisposable, IMarker, Terminal } from '@xterm/xterm'
import type { Ruler } from './ruler'

/** So many prompts are remembered; older ones lose their mark. */
const maxMarks = 2000

export interface MarkColours {
  unknown: string
  ok: string
  failed: string
}

interface Mark {
  marker: IMarker
  decoration: IDecoration | undefined
  /** undefined: the command runs still, or the shell doesn't say. */
  exit: number | undefined
}

/**
 * The prompts of a shell that tells where they are (OSC 133, "semantic prompts": `A` a prompt begins, `C` output begins, `D;<status>`
 * the command ended): a mark beside each and in the ruler, coloured by how its command ended, and jumps between them.
 */
export class PromptMarks {
  private marks: Mark[] = []
  private readonly handler: IDisposable

  constructor(
    private readonly terminal: Terminal,
    private readonly ruler: Ruler,
    private colours: MarkColours,
  ) {
    this.handler = terminal.parser.registerOscHandler(133, (data) => {
      this.take(data)
      return true
    })
  }

  get any(): boolean {
    return this.marks.length > 0
  }

  /** The lines of the prompts from the top of the buffer, and how their commands ended. */
  list(): { line: number; exit: number | undefined }[] {
    return this.marks.map(({ marker, exit }) => ({ line: marker.line, exit }))
  }

  setColours(colours: MarkColours): void {
    this.colours = colours
    for (const mark of this.marks) this.draw(mark)
  }

  /** Scrolls to the prompt above the screen's first line, or below it; past the last one to the end. Answers whether there was one. */
  jump(towards: 'previous' | 'next'): boolean {
    const top = this.terminal.buffer.active.viewportY
    const lines = this.marks.map(({ marker }) => marker.line)
    const line = towards === 'previous' ? lines.findLast((one) => one < top) : lines.find((one) => one > top)
    if (line === undefined) {
      if (towards === 'next') this.terminal.scrollToBottom()
      return false
    }
    this.terminal.scrollToLine(line)
    return true
  }

  dispose(): void {
    this.handler.dispose()
    for (const mark of [...this.marks]) mark.marker.dispose()
  }

  private take(data: string): void {
    if (this.terminal.buffer.active.type === 'alternate') return
    if (/^A(;|$)/.test(data)) this.begin()
    const ended = /^D(?:;(\d{1,3}))?/.exec(data)
    const last = this.marks.at(-1)
    if (ended && last && last.exit === undefined) {
      last.exit = ended[1] === undefined ? undefined : Number(ended[1])
      this.draw(last)
    }
  }

  private begin(): void {
    const { active } = this.terminal.buffer
    // A prompt that is drawn again on its line (a resize, an empty Enter in some shells) is the same one.
    if (this.marks.at(-1)?.marker.line === active.baseY + active.cursorY) return
    const marker = this.terminal.registerMarker(0)
    const mark: Mark = { marker, decoration: undefined, exit: undefined }
    marker.onDispose(() => {
      this.marks = this.marks.filter((one) => one !== mark)
      this.ruler.want('prompts', this.any)
    })
    this.marks.push(mark)
    this.ruler.want('prompts', true)
    if (this.marks.length > maxMarks) this.marks[0]?.marker.dispose()
    this.draw(mark)
  }

  private draw(mark: Mark): void {
    mark.decoration?.dispose()
    const { exit } = mark
    const state = exit === undefined ? 'unknown' : exit === 0 ? 'ok' : 'failed'
    const color = this.colours[state]
    mark.decoration = this.terminal.registerDecoration({
      marker: mark.marker,
      x: 0,
      width: 1,
      overviewRulerOptions: { color, position: 'left' },
    })
    mark.decoration?.onRender((element) => {
      element.classList.add('prompt-mark')
      element.dataset.state = state
      element.style.setProperty('--mark', color)
      // xterm has made it as wide as a cell.
      element.style.width = '3px'
    })
  }
}
