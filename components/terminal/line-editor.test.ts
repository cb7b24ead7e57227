import { describe, expect, it } from 'vitest'
import { LineEditor } from './line-editor'

function editor(echo: boolean) {
  const shown: string[] = []
  const answers: (string | undefined)[] = []
  const line = new LineEditor(
    echo,
    (text) => shown.push(text),
    (answer) => answers.push(answer),
  )
  return { line, answers, shown: () => shown.join('') }
}

describe('an answer typed in the terminal', () => {
  it('ends with Enter and shows what was typed', () => {
    const { line, answers, shown } = editor(true)
    line.type('ab')
    line.type('中\r')
    expect(answers).toEqual(['ab中'])
    expect(shown()).toBe('ab中\r\n')
  })

  it('shows nothing of a secret, not even its length', () => {
    const { line, answers, shown } = editor(false)
    line.type('secret\u007f\u007fXY\r')
    expect(answers).toEqual(['secrXY'])
    expect(shown()).toBe('\r\n')
  })

  it('takes back a character, then the line', () => {
    const { line, answers } = editor(true)
    line.type('abc\u007f')
    line.type('\u0015new\r')
    expect(answers).toEqual(['new'])
  })

  it('gives up at Ctrl-C', () => {
    const { line, answers } = editor(false)
    line.type('half\u0003')
    expect(answers).toEqual([undefined])
  })

  it('leaves what was pasted behind the line end for the next question', () => {
    const { line, answers } = editor(false)
    expect(line.type('first\rsecond\r')).toBe('second\r')
    expect(answers).toEqual(['first'])
  })

  it('ignores arrow keys and the marks of a bracketed paste', () => {
    const { line, answers } = editor(true)
    line.type('\u001b[A\u001bOP\u001b[200~word\u001b[201~\r')
    expect(answers).toEqual(['word'])
  })
})
