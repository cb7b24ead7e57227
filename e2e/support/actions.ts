import type { Visitor } from './visitor'

/** What a server action takes, as a page sends it. */
export type ActionArgument = FormData | string | boolean | number | null | string[] | { [field: string]: unknown }

/** What a server action said: its value, or an error's code, or where it sends the browser. */
export interface ActionOutcome {
  status: number
  value?: unknown
  code?: string
  redirect?: string
}

/** Runs a server action over HTTP, as a page's form does: `page` is a path at which it lives, `id` the build's name of it. */
export async function callAction(
  visitor: Visitor,
  page: string,
  id: string,
  args: readonly ActionArgument[],
): Promise<ActionOutcome> {
  const answer = await visitor.request(page, {
    method: 'POST',
    headers: { accept: 'text/x-component', 'next-action': id, origin: visitor.origin, ...typeOf(args) },
    body: bodyOf(args),
  })
  const redirect = answer.headers.get('x-action-redirect')?.split(';')[0]
  // A long text goes before it, without an end of line.
  const row = /1:(\{"ok":(?:true|false),.*)$/m.exec(await answer.text())?.[1]
  if (!row) return { status: answer.status, redirect }
  const said = JSON.parse(row) as { ok: true; value: unknown } | { ok: false; error: { code: string } }
  return said.ok
    ? { status: answer.status, redirect, value: said.value }
    : { status: answer.status, code: said.error.code }
}

/** A form of texts; a list is a field that is there several times. */
export function form(fields: Record<string, string | readonly string[]>): FormData {
  const data = new FormData()
  for (const [name, value] of Object.entries(fields)) for (const one of [value].flat()) data.append(name, one)
  return data
}

const hasForm = (args: readonly ActionArgument[]) => args.some((argument) => argument instanceof FormData)

function typeOf(args: readonly ActionArgument[]): Record<string, string> {
  return hasForm(args) ? {} : { 'content-type': 'text/plain;charset=UTF-8' }
}

/** React's encoding of a call: JSON, in which a form is named `$K<part>`, its fields going before as `_<part>_<name>`. */
function bodyOf(args: readonly ActionArgument[]): BodyInit {
  if (!hasForm(args)) return JSON.stringify(args)
  const body = new FormData()
  const root = args.map((argument, index) => {
    if (!(argument instanceof FormData)) return argument
    for (const [name, value] of argument) body.append(`_${index + 1}_${name}`, value)
    return `$K${index + 1}`
  })
  body.append('0', JSON.stringify(root))
  return body
}
