import type { Visitor } from './visitor'

/** A recording as the API exports it (asciicast v3), and its output put together again. */
export async function readRecording(visitor: Visitor, sessionId: string) {
  const answer = await visitor.request(`/api/v1/sessions/${sessionId}/recording?format=v3`)
  if (!answer.ok) throw new Error(`the recording was refused: ${answer.status} ${await answer.text()}`)
  return parseCast(await answer.text())
}

/** Takes an asciicast v3 apart. */
export function parseCast(text: string) {
  const [header = '', ...lines] = text.trimEnd().split('\n')
  const events = lines
    .filter((line) => !line.startsWith('#'))
    .map((line) => JSON.parse(line) as [delta: number, code: string, data: string])
  const of = (code: string) => events.filter((event) => event[1] === code).map((event) => event[2])
  return {
    header: JSON.parse(header) as Record<string, unknown>,
    events,
    output: of('o').join(''),
    input: of('i').join(''),
  }
}
