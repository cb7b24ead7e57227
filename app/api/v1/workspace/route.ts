import { api } from '@/app/_lib/api'
import { getPlatform } from '@/app/_lib/platform'
import { GatehouseError } from '@/core/errors'
import { workspaceMaxLength } from '@/core/workspace/schema'
import { loadWorkspace, saveWorkspace } from '@/core/workspace/store'

/** `GET /api/v1/workspace` - the tabs and splits that are remembered: `{ workspace, version }`. */
export function GET(): Promise<Response> {
  return api(async (actor) =>
    Response.json(await loadWorkspace(getPlatform(), actor), { headers: { 'Cache-Control': 'no-store' } }),
  )
}

/** `PUT /api/v1/workspace` - remembers a window's tabs and splits: `{ workspace, closed }` as core/workspace/schema.ts. */
export function PUT(request: Request): Promise<Response> {
  return api(async (actor) => Response.json(await saveWorkspace(getPlatform(), actor, await bodyOf(request))))
}

/** The request's JSON, read no further than a workspace can be long (in bytes a character may take three). */
async function bodyOf(request: Request): Promise<unknown> {
  const decoder = new TextDecoder()
  const reader = request.body?.getReader()
  let [text, bytes] = ['', 0]
  for (let piece = await reader?.read(); piece && !piece.done; piece = await reader?.read()) {
    bytes += piece.value.length
    if (bytes > 4 * workspaceMaxLength) {
      await reader?.cancel()
      throw new GatehouseError('too-large', { what: 'workspace' })
    }
    text += decoder.decode(piece.value, { stream: true })
  }
  try {
    return JSON.parse(text + decoder.decode())
  } catch {
    throw new GatehouseError('invalid-input', { field: 'input' })
  }
}
