import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hostEncoder } from '../encodings/encode'
import { advanceKeyframe, blankKeyframe, KeyframeBuilder } from './keyframe'
import { ScreenTerminal } from './terminal'

const header = {
  sessionId: 's',
  startedAt: 0,
  cols: 40,
  rows: 8,
  term: 'xterm',
  userName: '',
  hostName: '',
  address: '',
  port: 22,
  login: '',
}
const text = '甲骨文字 \u001b[31m红色\u001b[0m 表示 ソース\r\n第二行 done\r\n\u001b]0;標題\u0007$ 乙'
const rowsOf = (bytes: Uint8Array) => {
  const terminal = new ScreenTerminal({ cols: 40, rows: 8 })
  terminal.write(bytes)
  const { buffer } = terminal.terminal
  const rows = Array.from({ length: 8 }, (_, y) => buffer.active.getLine(y)?.translateToString(true))
  terminal.dispose()
  return rows
}

describe('the screen of a host that does not write UTF-8', () => {
  it.each(['gbk', 'gb18030', 'shift_jis', 'euc-jp'] as const)('is exact wherever it is cut: %s', async (encoding) => {
    const whole = encoding.startsWith('gb') ? text : text.replace('红色', '赤色')
    const bytes = hostEncoder(encoding)(whole)
    const wanted = rowsOf(Buffer.from(whole))
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: bytes.length }), async (cut) => {
        const builder = new KeyframeBuilder(blankKeyframe(40, 8))
        builder.take({ type: 'header', time: 0, header: { ...header, encoding } })
        builder.output(bytes.subarray(0, cut), 0)
        const keyframe = builder.keyframe()
        builder.dispose()
        expect(keyframe.offset).toBeLessThanOrEqual(cut)
        // Who attaches there decodes from the keyframe's offset on, with a decoder of their own.
        const rest = new TextDecoder(encoding).decode(bytes.subarray(keyframe.offset))
        expect(rowsOf(Buffer.concat([keyframe.bytes, Buffer.from(rest)]))).toEqual(wanted)
      }),
    )
    const all = await advanceKeyframe(blankKeyframe(40, 8), [
      { type: 'header', time: 0, header: { ...header, encoding } },
      { type: 'output', time: 1, bytes, offset: 0 },
    ])
    expect(all.title).toBe('標題')
  })
})
