import { describe, expect, it } from 'vitest'
import { isTyped, relay } from './broadcast'
import type { PaneTerminalHandle } from './pane-link'

const key = (text: string) => text.replaceAll('^[', '\u001b')

describe('what a person typed', () => {
  it.each([
    'a',
    'é中文👩‍💻',
    '\r',
    '\u0003',
    '\u007f',
    '^[',
    '^[b',
    '^[^[',
    '^[[A',
    '^[OA',
    '^[[H',
    '^[[1;5C',
    '^[[3~',
    '^[[15;2~',
    '^[OP',
    '^[[Z',
    '^[^[[A',
  ])('goes to the others: %j', (data) => {
    expect(isTyped(key(data))).toBe(true)
  })

  it.each([
    ['where the cursor is', '^[[24;80R'],
    ['that it is well', '^[[0n'],
    ['what it is', '^[[?1;2c'],
    ['what else it is', '^[[>0;276;0c'],
    ['which mode is on', '^[[?2026;2$y'],
    ['a colour', '^[]11;rgb:0b0b/0e0e/1212^[\\'],
    ['a setting', '^[P1$r0m^[\\'],
    ['the size', '^[[8;24;80t'],
    ['where the mouse went', '^[[<35;20;10M'],
    ['where the mouse went, the old way', '^[[M !!'],
    ['that it got the focus', '^[[I'],
    ['that it lost the focus', '^[[O'],
    ['several at once', '^[[24;80R^[[0n'],
    ['an answer after letters', 'rm -rf ~^[[0n'],
    ['an eight bit control', '\u009b0n'],
  ])('is not what a terminal answers: %s', (_, data) => {
    expect(isTyped(key(data))).toBe(false)
  })
})

class Terminal implements PaneTerminalHandle {
  readonly got: string[] = []
  constructor(private readonly application = false) {}
  focus() {}
  end() {}
  input(data: string) {
    this.got.push(data)
  }
  paste() {}
  bracketedPaste() {
    return true
  }
  applicationCursorKeys() {
    return this.application
  }
}

describe('the relay', () => {
  it('types into each, with the cursor keys as each wants them', () => {
    const [shell, editor] = [new Terminal(), new Terminal(true)]
    for (const data of ['ls', key('^[OA'), key('^[[B'), key('^[[24;80R')]) relay(data, [shell, editor])
    expect(shell.got).toEqual(['ls', key('^[[A'), key('^[[B')])
    expect(editor.got).toEqual(['ls', key('^[OA'), key('^[OB')])
  })
})
