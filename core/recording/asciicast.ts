import { type HostDecoder, hostDecoder } from '../encodings/decode'
import { encodingOf } from '../encodings/names'
import type { RecordingHeader } from '../sessions/order'
import type { RecordingEvent } from './events'

export type AsciicastVersion = 2 | 3

/**
 * The recording as asciicast, line by line: v3 (intervals, `term` in the header, `x` for the exit status) or v2
 * (times since the beginning, no exit event). See the asciicast file format's v3 and v2 pages at docs.asciinema.org.
 * Output is decoded across events, as the header says; bytes that mean nothing become U+FFFD.
 */
export async function* asciicast(
  events: AsyncIterable<RecordingEvent>,
  version: AsciicastVersion,
): AsyncGenerator<string> {
  const lines = version === 3 ? new LinesV3() : new LinesV2()
  let output = hostDecoder('utf-8')
  let last = 0
  for await (const event of events) {
    last = event.time
    if (event.type === 'header') output = hostDecoder(encodingOf(event.header.encoding))
    yield* lines.of(event, output)
  }
  const rest = output.end()
  if (rest) yield lines.line(last, 'o', rest)
}

abstract class Lines {
  abstract line(time: number, code: string, data: string): string
  abstract header(header: RecordingHeader): string
  abstract exit(time: number, status: number): string | undefined

  *of(event: RecordingEvent, output: HostDecoder): Generator<string> {
    switch (event.type) {
      case 'header':
        yield this.header(event.header)
        return
      case 'output': {
        const text = output.decode(event.bytes)
        if (text) yield this.line(event.time, 'o', text)
        return
      }
      case 'input':
        yield this.line(event.time, 'i', Buffer.from(event.bytes).toString('utf8'))
        return
      case 'resize':
        yield this.line(event.time, 'r', `${event.cols}x${event.rows}`)
        return
      case 'mark':
        yield this.line(event.time, 'm', event.label)
        return
      case 'exit': {
        const line = this.exit(event.time, event.status ?? 128)
        if (line) yield line
        return
      }
      case 'end':
        return
    }
  }

  protected title(header: RecordingHeader): string {
    return `${header.login}@${header.hostName}`
  }
}

class LinesV3 extends Lines {
  private before = 0

  header(header: RecordingHeader): string {
    return `${JSON.stringify({
      version: 3,
      term: { cols: header.cols, rows: header.rows, type: header.term },
      timestamp: Math.floor(header.startedAt / 1000),
      title: this.title(header),
    })}\n`
  }

  line(time: number, code: string, data: string): string {
    const interval = Math.max(0, time - this.before)
    this.before = Math.max(time, this.before)
    return `${JSON.stringify([interval / 1e6, code, data])}\n`
  }

  exit(time: number, status: number): string {
    return this.line(time, 'x', String(status))
  }
}

class LinesV2 extends Lines {
  header(header: RecordingHeader): string {
    return `${JSON.stringify({
      version: 2,
      width: header.cols,
      height: header.rows,
      timestamp: Math.floor(header.startedAt / 1000),
      title: this.title(header),
      env: { TERM: header.term },
    })}\n`
  }

  line(time: number, code: string, data: string): string {
    return `${JSON.stringify([time / 1e6, code, data])}\n`
  }

  exit(): undefined {
    return undefined
  }
}
