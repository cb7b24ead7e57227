import type { IDecoration, Terminal } from '@xterm/xterm'
import { type Prompt, Prompts } from '@/core/screen/prompts'
import type { Ruler } from './ruler'

/** So many prompts are remembered; older ones lose their mark. */
const maxMarks = 2000

export interface MarkColours {
  unknown: string
  ok: string
  failed: string
}

/** The prompts of a shell in sight: a mark beside each and in the ruler, coloured by how its command ended, and jumps between them. */
export class PromptMarks {
  private readonly prompts: Prompts
  private readonly decorations = new Map<Prompt, IDecoration>()

  constructor(
    private readonly terminal: Terminal,
    private readonly ruler: Ruler,
    private colours: MarkColours,
  ) {
    this.prompts = new Prompts(terminal, maxMarks, {
      changed: (prompt) => this.draw(prompt),
      gone: (prompt) => {
        this.decorations.delete(prompt)
        this.wantRuler()
      },
    })
  }

  /** Whether there are prompts to jump between on what is shown now. */
  get reachable(): boolean {
    return this.prompts.reachable
  }

  setColours(colours: MarkColours): void {
    this.colours = colours
    for (const prompt of this.prompts.list) this.draw(prompt)
  }

  /** Scrolls to the prompt above the screen's first line, or below it; past the last one to the end. Answers whether there was one. */
  jump(towards: 'previous' | 'next'): boolean {
    const top = this.terminal.buffer.active.viewportY
    const lines = this.prompts.list.map(({ marker }) => marker.line)
    const line = towards === 'previous' ? lines.findLast((one) => one < top) : lines.find((one) => one > top)
    if (line === undefined) {
      if (towards === 'next') this.terminal.scrollToBottom()
      return false
    }
    this.terminal.scrollToLine(line)
    return true
  }

  dispose(): void {
    this.prompts.dispose()
  }

  private wantRuler(): void {
    this.ruler.want('prompts', this.prompts.list.length > 0)
  }

  private draw(prompt: Prompt): void {
    this.wantRuler()
    this.decorations.get(prompt)?.dispose()
    const { exit } = prompt
    const state = exit === undefined ? 'unknown' : exit === 0 ? 'ok' : 'failed'
    const color = this.colours[state]
    const decoration = this.terminal.registerDecoration({
      marker: prompt.marker,
      x: 0,
      width: 1,
      overviewRulerOptions: { color, position: 'left' },
    })
    if (!decoration) return
    this.decorations.set(prompt, decoration)
    decoration.onRender((element) => {
      element.classList.add('prompt-mark')
      element.dataset.state = state
      element.style.setProperty('--mark', color)
      // xterm has made it as wide as a cell.
      element.style.width = '3px'
    })
  }
}
