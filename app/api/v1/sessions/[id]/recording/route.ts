import { openApi, streamed } from '@/app/_lib/api'
import { getPlatform } from '@/app/_lib/platform'
import { GatehouseError } from '@/core/errors'
import { type AsciicastVersion, asciicast } from '@/core/recording/asciicast'
import { readRecording } from '@/core/recording/reader'
import { castFileName } from '@/core/sessions/file-name'
import { openRecording } from '@/core/sessions/recordings'
import { getSession } from '@/core/sessions/search'

/** What can be asked for: a file of a version, or what the replay shows. */
const formats = {
  v3: { version: 3, purpose: 'export' },
  v2: { version: 2, purpose: 'export' },
  replay: { version: 3, purpose: 'view' },
} as const satisfies Record<string, { version: AsciicastVersion; purpose: 'view' | 'export' }>

interface Context {
  params: Promise<{ id: string }>
}

/** A session's recording as asciicast, streamed. */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  return openApi(async (actor) => {
    const { id } = await params
    const { version, purpose } = formatOf(new URL(request.url).searchParams.get('format') ?? 'v3')
    const platform = getPlatform()
    const session = await getSession(platform, actor, id)
    const source = await openRecording(platform, actor, id, purpose)
    const lines = await begun(asciicast(readRecording(source), version))
    const headers = new Headers({ 'content-type': 'application/x-asciicast', 'cache-control': 'no-store' })
    if (purpose === 'export') {
      headers.set('content-disposition', `attachment; filename="${castFileName(session)}"`)
    }
    return new Response(streamed(lines), { headers })
  })
}

function formatOf(name: string): (typeof formats)[keyof typeof formats] {
  if (name === 'v3' || name === 'v2' || name === 'replay') return formats[name]
  throw new GatehouseError('invalid-input', { field: 'format' }, { format: 'invalid' })
}

/** Reads the first piece, so that a recording which can't be read is an error and not an answer that breaks off. */
async function begun(pieces: AsyncGenerator<string>): Promise<AsyncGenerator<string>> {
  const first = await pieces.next()
  return (async function* () {
    if (first.done) return
    yield first.value
    yield* pieces
  })()
}
