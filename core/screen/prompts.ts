import type { IDisposable, IMarker, Terminal } from '@xterm/headless'

/** A line where a shell said that a prompt begins. */
export interface Prompt {
  readonly marker: IMarker
  /** How its command ended; undefined while it runs, or when the shell doesn't say. */
  readonly exit: number | undefined
}

type Known = { marker: IMarker; exit: number | undefined }

/** Who wants to hear of prompts: `changed` of a new one and of one whose command has ended, `gone` when its line is no more. */
export interface PromptListener {
  changed(prompt: Prompt): void
  gone(prompt: Prompt): void
}

/**
 * The prompts of a shell that tells where they are (OSC 133, "semantic prompts": `A` a prompt begins, `D;<status>` the command
 * ended), in the browser and on the server alike. A command belongs to the prompt nearest above the cursor, so that the lines and
 * how their commands ended are all there is to know: {@link promptSequence} tells another terminal of them.
 */
export class Prompts {
  private all: Known[] = []
  private readonly handlers: IDisposable[]

  /** Remembers `most` prompts; of more it forgets the topmost. */
  constructor(
    private readonly terminal: Pick<Terminal, 'parser' | 'buffer' | 'registerMarker'>,
    private readonly most: number,
    private readonly listener?: PromptListener,
  ) {
    this.handlers = [
      terminal.parser.registerOscHandler(133, (data) => {
        this.take(data)
        return true
      }),
      // RIS begins new buffers, and doesn't tell the markers of the old ones.
      terminal.parser.registerEscHandler({ final: 'c' }, () => {
        this.forget()
        return false
      }),
    ]
  }

  /** From the top down. */
  get list(): readonly Prompt[] {
    return this.all
  }

  /** Whether there are prompts on what is shown now: not beside a program that has the whole screen. */
  get reachable(): boolean {
    return this.all.length > 0 && this.terminal.buffer.active.type === 'normal'
  }

  dispose(): void {
    for (const handler of this.handlers) handler.dispose()
    this.forget()
  }

  private take(data: string): void {
    const { active } = this.terminal.buffer
    if (active.type === 'alternate') return
    const line = active.baseY + active.cursorY
    if (/^A(;|$)/.test(data)) this.begin(line)
    const ended = /^D;(\d{1,3})(;|$)/.exec(data)
    const last = this.all.findLast(({ marker }) => marker.line <= line)
    if (!ended || !last || last.exit !== undefined) return
    last.exit = Number(ended[1])
    this.listener?.changed(last)
  }

  private begin(line: number): void {
    const below = this.all.findLastIndex(({ marker }) => marker.line <= line) + 1
    // A prompt that is drawn again on its line (a resize, an empty Enter in some shells) is the same one.
    if (this.all[below - 1]?.marker.line === line) return
    const marker = this.terminal.registerMarker(0)
    if (!marker) return
    const prompt: Known = { marker, exit: undefined }
    marker.onDispose(() => {
      const at = this.all.indexOf(prompt)
      if (at >= 0) this.all.splice(at, 1)
      this.listener?.gone(prompt)
    })
    this.all.splice(below, 0, prompt)
    if (this.all.length > this.most) this.all[0]?.marker.dispose()
    this.listener?.changed(prompt)
  }

  private forget(): void {
    const all = this.all
    this.all = []
    for (const { marker } of all) marker.dispose()
  }
}

/** What tells a terminal whose cursor is in a prompt's line of the prompt. It changes nothing that is seen. */
export function promptSequence({ exit }: Pick<Prompt, 'exit'>): string {
  return `\x1b]133;A\x07${exit === undefined ? '' : `\x1b]133;D;${exit}\x07`}`
}
