import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../..')

/** A server action as the build knows it. */
export interface ActionRef {
  id: string
  /** The path of a page that has it, its parameters as in the folder: `/hosts/[id]`. */
  page: string
}

/**
 * Every way in, by the code's own list: `page /hosts/[id]` and `GET /api/v1/workspace` by the files under app/, actions by
 * the build's manifest, socket events by what the portal listens to.
 */
export function waysIn(): string[] {
  return [...pages(), ...routes(), ...actions().keys(), ...events()].toSorted()
}

function pages(): string[] {
  return files('page.tsx').map((file) => `page ${urlOf(file)}`)
}

function routes(): string[] {
  return files('route.ts').flatMap((file) => {
    const text = readFileSync(join(root, file), 'utf8')
    const methods = [...text.matchAll(/^export (?:async )?(?:function|const) (GET|HEAD|POST|PUT|PATCH|DELETE)\b/gm)]
    const renamed = /^export \{([^}]*)\}/m.exec(text)?.[1]?.match(/\b(GET|HEAD|POST|PUT|PATCH|DELETE)\b/g) ?? []
    return [...methods.map(([, method]) => method), ...renamed].map((method) => `${method} ${urlOf(file)}`)
  })
}

/** Every server action that the built pages answer, by `action <file> <name>`. */
export function actions(): Map<string, ActionRef> {
  const manifest = JSON.parse(readFileSync(join(root, '.next/server/server-reference-manifest.json'), 'utf8')) as {
    node: Record<string, { workers: Record<string, unknown>; filename: string; exportedName: string }>
  }
  return new Map(
    Object.entries(manifest.node).map(([id, { workers, filename, exportedName }]) => {
      const [worker = ''] = Object.keys(workers)
      return [`action ${filename} ${exportedName}`, { id, page: urlOf(worker) }]
    }),
  )
}

function events(): string[] {
  const text = readFileSync(join(root, 'gateway/portal/live-socket.ts'), 'utf8')
  return [...text.matchAll(/socket\.on\('([a-z-]+)'/g)].map(([, name]) => `event ${name}`)
}

function files(name: string): string[] {
  const all = readdirSync(join(root, 'app'), { recursive: true, encoding: 'utf8' })
  return all.filter((file) => file.split('/').at(-1) === name).map((file) => `app/${file}`)
}

/** `app/(portal)/hosts/[id]/page.tsx` → `/hosts/[id]` */
function urlOf(file: string): string {
  const parts = file.split('/').slice(1, -1)
  return `/${parts.filter((part) => !part.startsWith('(')).join('/')}`
}
