import { describe, expect, it } from 'vitest'
import { restoreSequence } from './restore'
import { restoredPrompts, ScreenTerminal } from './terminal'

const prompt = '\x1b]133;A\x07$ '
const ended = (status: number) => `\x1b]133;D;${status}\x07`

function screenOf(text: string, scrollback = 20): ScreenTerminal {
  const screen = new ScreenTerminal({ cols: 20, rows: 4 }, scrollback)
  screen.write(Buffer.from(text))
  return screen
}

/** Each prompt's line, what stands there, and how its command ended. */
function told({ prompts, terminal }: ScreenTerminal) {
  return prompts.list.map(({ marker, exit }) => [
    marker.line,
    terminal.buffer.normal.getLine(marker.line)?.translateToString(true),
    exit,
  ])
}

describe('prompts', () => {
  const shell = `${prompt}one\r\n1\r\n2\r\n3\r\n${ended(0)}${prompt}two\r\n4\r\n5\r\n${ended(3)}${prompt}`

  it('are known by their lines, above the screen and on it', () => {
    expect(told(screenOf(shell))).toEqual([
      [0, '$ one', 0],
      [4, '$ two', 3],
      [7, '$ ', undefined],
    ])
  })

  it('are known to whoever is given the screen, who hears the end of what runs', () => {
    const [first, second] = [screenOf(shell), screenOf(restoreSequence(screenOf(shell)))]
    expect(told(second)).toEqual(told(first))
    second.write(Buffer.from(`three\r\n${ended(1)}${prompt}`))
    expect(told(second).slice(-2)).toEqual([
      [7, '$ three', 1],
      [8, '$ ', undefined],
    ])
  })

  it('are those of the lines that are left, to who keeps fewer', () => {
    expect(told(screenOf(restoreSequence(screenOf(shell)), 1))).toEqual([
      [1, '$ two', 3],
      [4, '$ ', undefined],
    ])
  })

  it('move with their lines when the width changes', () => {
    const screen = screenOf(`a line that is longer than the screen is wide\r\n${prompt}here`)
    for (const cols of [9, 30]) {
      screen.resize(cols, 4)
      expect(told(screen).map(([, text]) => text)).toEqual(['$ here'])
      const other = new ScreenTerminal({ cols, rows: 4 }, 20)
      other.write(Buffer.from(restoreSequence(screen)))
      expect(told(other)).toEqual(told(screen))
    }
  })

  it('are one while they are drawn again on their line, and none once it is erased or all is reset', () => {
    expect(told(screenOf(`${prompt}\r${prompt}`))).toHaveLength(1)
    expect(told(screenOf(`${prompt}\x1b[H\x1b[2J`))).toEqual([])
    expect(told(screenOf(`${prompt}\x1bc`))).toEqual([])
  })

  it('can be reached beside a shell, and not beside a program that has the whole screen', () => {
    expect(screenOf('no prompt').prompts.reachable).toBe(false)
    const screen = screenOf(prompt)
    expect(screen.prompts.reachable).toBe(true)
    screen.write(Buffer.from(`\x1b[?1049h${prompt}`))
    expect(screen.prompts.reachable).toBe(false)
    expect(told(screen)).toHaveLength(1)
    screen.write(Buffer.from('\x1b[?1049l'))
    expect(screen.prompts.reachable).toBe(true)
  })

  it('are so many at most, the newest', () => {
    const screen = screenOf(`${prompt}\r\n`.repeat(restoredPrompts + 5), 2 * restoredPrompts)
    expect(screen.prompts.list).toHaveLength(restoredPrompts)
    expect(screen.prompts.list[0]?.marker.line).toBe(5)
  })
})
