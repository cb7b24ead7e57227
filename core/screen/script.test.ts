import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hostDecoder } from '../encodings/decode'
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
const chinese = '甲骨文字 \u001b[31m红色\u001b[0m 表示 ソース\r\n第二行 done\r\n\u001b]0;標題\u0007$ 乙'
const japanese = chinese.replace('红色', '赤色')
/** Two of these end in a backslash. */
const traditional = chinese.replace('红色', '功許').replace('ソース', '中文')
/** With the controls of ISO 6429 above ASCII, too: CSI, OSC and ST in one byte each. */
const western =
  'Zoë \u001b[31mcafé\u001b[0m ÆØÅ ÿ\u009b1;32m ½ \u009b0m\u009b2 q\r\nvoilà\r\n\u001b]0;no\u0007\u009d0;où ça ñ\u009c$ ½'
const shown = (bytes: Uint8Array) => {
  const terminal = new ScreenTerminal({ cols: 40, rows: 8 })
  terminal.write(bytes)
  const { buffer } = terminal.terminal
  const rows = Array.from({ length: 8 }, (_, y) => buffer.active.getLine(y)?.translateToString(true))
  const { title } = terminal
  terminal.dispose()
  return { rows, title }
}

describe('the screen of a host that does not write UTF-8', () => {
  it.each([
    ['gbk', chinese, '標題'],
    ['gb18030', chinese, '標題'],
    ['big5', traditional, '標題'],
    ['shift_jis', japanese, '標題'],
    ['euc-jp', japanese, '標題'],
    ['iso-8859-1', western, 'où ça ñ'],
  ] as const)('is exact wherever it is cut: %s', async (encoding, whole, title) => {
    const bytes = hostEncoder(encoding)(whole)
    const wanted = shown(Buffer.from(whole))
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: bytes.length }), async (cut) => {
        const builder = new KeyframeBuilder(blankKeyframe(40, 8))
        builder.take({ type: 'header', time: 0, header: { ...header, encoding } })
        builder.output(bytes.subarray(0, cut), 0)
        const keyframe = builder.keyframe()
        builder.dispose()
        expect(keyframe.offset).toBeLessThanOrEqual(cut)
        // Who attaches there decodes from the keyframe's offset on, with a decoder of their own.
        const rest = hostDecoder(encoding).decode(bytes.subarray(keyframe.offset))
        expect(shown(Buffer.concat([keyframe.bytes, Buffer.from(rest)]))).toEqual(wanted)
      }),
    )
    const all = await advanceKeyframe(blankKeyframe(40, 8), [
      { type: 'header', time: 0, header: { ...header, encoding } },
      { type: 'output', time: 1, bytes, offset: 0 },
    ])
    expect(all.title).toBe(title)
  })
})
