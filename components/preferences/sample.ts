const esc = '\u001b['
const paint = (codes: string, text: string) => `${esc}${codes}m${text}${esc}0m`

const colours = [30, 31, 32, 33, 34, 35, 36, 37]
  .map((code) => `${paint(`${code}`, '●')} ${paint(`${code + 60}`, '●')}`)
  .join('  ')

const prompt = `${paint('1;32', 'ann@harbour')}:${paint('1;34', '~/site')}$ `

/** What the preview shows: a prompt, the colours, a diff, wide characters, lines, signs that look alike. */
export const sample = [
  `${prompt}git status --short && ls`,
  `${paint('32', 'M ')} app/page.tsx   ${paint('31', ' D')} old.css   ${paint('31', '??')} notes.md`,
  `${paint('1;34', 'app')}  ${paint('1;36', 'latest')}  ${paint('1;32', 'run.sh')}  README  ${paint('30;42', 'shared')}`,
  '',
  colours,
  `${paint('1', 'bold')}  ${paint('2', 'dim')}  ${paint('3', 'italic')}  ${paint('4', 'underline')}  ${paint('7', 'inverse')}  ${paint('9', 'struck')}`,
  '',
  '┌──────────┬────────┐  中文 日本語 한국어',
  '│ 0O 1lI|  │ {}[]() │  ✓ ✗ → ▁▂▃▄▅▆▇█',
  '└──────────┴────────┘  => != >= 👩‍💻 é',
  '',
  `${prompt}`,
].join('\r\n')
