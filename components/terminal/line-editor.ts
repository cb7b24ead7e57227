/**
 * Reads one answer typed in the terminal: Enter ends it, Backspace takes a character back, Ctrl-U all of them, Ctrl-C
 * gives up. What is not to be echoed is not shown at all, as at a local prompt.
 */
export class LineEditor {
  private text = ''

  constructor(
    private readonly echo: boolean,
    private readonly write: (text: string) => void,
    private readonly done: (answer: string | undefined) => void,
  ) {}

  /** Takes what xterm says was typed or pasted. Answers what is left after Enter. */
  type(data: string): string {
    const plain = data.replace(/\u001b(\[[0-9;?]*[ -/]*[@-~]|O.|.)?/g, '')
    for (const [index, character] of [...plain].entries()) {
      if (character === '\r' || character === '\n') {
        this.write('\r\n')
        this.done(this.text)
        return [...plain].slice(index + 1).join('')
      }
      if (character === '\u0003') {
        this.write('^C\r\n')
        this.done(undefined)
        return ''
      }
      this.edit(character)
    }
    return ''
  }

  private edit(character: string): void {
    if (character === '\u007f' || character === '\b') {
      const kept = [...this.text].slice(0, -1).join('')
      if (this.echo && kept !== this.text) this.write('\b \b')
      this.text = kept
    } else if (character === '\u0015') {
      if (this.echo) this.write('\b \b'.repeat([...this.text].length))
      this.text = ''
    } else if (character >= ' ') {
      this.text += character
      if (this.echo) this.write(character)
    }
  }
}
