import type { UserActor } from '@/core/actor'
import { toGatehouseError } from '@/core/errors'
import { noteDenied } from './denied'
import { getPlatform } from './platform'
import { currentActorOrNull } from './request'

/** Runs an API route for whoever is signed in; errors become `{ error: { code, params, fields } }` with their status. */
export async function api(work: (actor: UserActor) => Promise<Response>): Promise<Response> {
  try {
    const actor = await currentActorOrNull()
    if (!actor) return Response.json({ error: { code: 'not-signed-in' } }, { status: 401 })
    return await work(actor)
  } catch (error) {
    const known = toGatehouseError(error)
    await noteDenied(known)
    if (known.code === 'internal') getPlatform().log.error({ err: known.cause }, 'an API call failed')
    const { code, params, fields } = known
    // `status` is a getter, which the other bundle's copy has as well.
    return Response.json({ error: { code, params, fields } }, { status: known.status })
  }
}

/** A body that is made as it is read; the reader's leaving ends the making. */
export function streamed(pieces: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  return new ReadableStream({
    async pull(controller) {
      const next = await pieces.next()
      if (next.done) controller.close()
      else controller.enqueue(encoder.encode(next.value))
    },
    async cancel() {
      await pieces.return(undefined)
    },
  })
}
