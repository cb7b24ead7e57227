import { Terminal } from '@xterm/headless'
import { describe, expect, it } from 'vitest'
import { AnswerGuard, isAnswer } from './answers'

describe("xterm.js's answers to a host", () => {
  it.each([
    ['device attributes', '\u001b[c'],
    ['secondary device attributes', '\u001b[>c'],
    ['status', '\u001b[5n'],
    ['the cursor', '\u001b[6n'],
    ['the cursor, private', '\u001b[?6n'],
    ['a mode', '\u001b[4$p'],
    ['a private mode', '\u001b[?2004$p'],
    ['DECRQSS', '\u001bP$qm\u001b\\'],
  ])('are known for what they are: %s', async (_name, query) => {
    const terminal = new Terminal({ allowProposedApi: true })
    const answers: string[] = []
    terminal.onData((data) => answers.push(data))
    await new Promise<void>((done) => terminal.write(query, done))
    expect(answers).toHaveLength(1)
    expect(answers.every(isAnswer)).toBe(true)
  })

  it.each([
    'a',
    '中文',
    '\r',
    '\u001b[A',
    '\u001b[1;5D',
    '\u001bOA',
    '\u001b[200~echo\u001b[201~',
    '\u001b[I',
    '\u001b',
  ])('are not what a person types: %j', (data) => expect(isAnswer(data)).toBe(false))

  it('are limited to a rate, and typing is not', () => {
    let now = 0
    const guard = new AnswerGuard(() => now)
    const passed = (count: number) =>
      Array.from({ length: count }, () => guard.admits('\u001b[0n')).filter(Boolean).length
    expect(passed(10_000)).toBe(100)
    expect(Array.from({ length: 1000 }, () => guard.admits('x')).every(Boolean)).toBe(true)
    now += 1000
    expect(passed(10_000)).toBe(50)
    now += 60_000
    expect(passed(10_000)).toBe(100)
  })
})
