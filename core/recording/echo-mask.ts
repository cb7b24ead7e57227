import { type HostDecoder, hostDecoder } from '../encodings/decode'
import type { HostEncoding } from '../encodings/names'

/** How long what was typed waits for its echo, in milliseconds. */
export const echoPatienceMs = 1500

const mask = '•'

/** A typed character; control characters and escape sequences need no echo, they carry no secret. */
interface Typed {
  text: string
  needsEcho: boolean
}

/**
 * Holds typed input back until the host has echoed it, and masks what it doesn't echo: a password typed at a prompt
 * appears in the recording as dots. A character counts as echoed only when the very next thing the host prints is that
 * character (control sequences aside), so the doubtful case is masked.
 */
export class EchoMask {
  private waiting: Typed[] = []

  private readonly keys: HostDecoder
  private readonly screen: HostDecoder

  constructor(
    private readonly emit: (text: string) => void,
    encoding: HostEncoding = 'utf-8',
  ) {
    this.keys = hostDecoder(encoding)
    this.screen = hostDecoder(encoding)
  }

  /** What the person typed. */
  typed(bytes: Uint8Array): void {
    // What was printed while nothing waited was not looked at: half a character of it means nothing.
    if (this.waiting.length === 0) this.screen.end()
    const text = this.keys.decode(bytes)
    for (const [part] of text.matchAll(
      /\u001b(?:\[[0-9;?<>=]*[ -/]*[@-~]|O.|.)?|[\u0000-\u001f\u007f]|[^\u0000-\u001f\u007f]/gu,
    )) {
      this.waiting.push({ text: part, needsEcho: !/^[\u0000-\u001f\u007f]/.test(part) })
    }
    this.release()
  }

  /** What the host printed next. An echo stays on its line: what still waits when the line ends was not echoed. */
  printed(bytes: Uint8Array): void {
    if (this.waiting.length === 0) return
    const text = this.screen.decode(bytes)
    const lineEnd = text.indexOf('\n')
    const line = lineEnd === -1 ? text : text.slice(0, lineEnd)
    const shown = line.replace(/\u001b\[[0-9;?<>=]*[ -/]*[@-~]|[\u0000-\u001f\u007f]/g, '')
    let at = 0
    while (at < shown.length) {
      const next = this.waiting.find((typed) => typed.needsEcho)
      if (!next || !shown.startsWith(next.text, at)) break
      at += next.text.length
      next.needsEcho = false
    }
    if (lineEnd === -1) this.release()
    else this.settle()
  }

  /** Nothing more is expected: what has no echo yet is written as dots. Call it {@link echoPatienceMs} after the last key. */
  settle(): void {
    const text = this.waiting.map((typed) => (typed.needsEcho ? mask : typed.text)).join('')
    this.waiting = []
    if (text) this.emit(text)
  }

  private release(): void {
    const held = this.waiting.findIndex((typed) => typed.needsEcho)
    const ready = held === -1 ? this.waiting : this.waiting.slice(0, held)
    this.waiting = held === -1 ? [] : this.waiting.slice(held)
    if (ready.length > 0) this.emit(ready.map((typed) => typed.text).join(''))
  }
}
