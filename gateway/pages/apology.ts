import type { IncomingMessage, ServerResponse } from 'node:http'

/** The words for a request that the pages can't answer. */
export type Apology = (request: IncomingMessage) => { language: string; sentence: string }

const retryAfterSeconds = 2

/** Answers in place of the pages: a plain page for a person, JSON for a program. The sentence is ours, so it is not escaped. */
export function apologize(
  request: IncomingMessage,
  response: ServerResponse,
  status: 502 | 503 | 504,
  words: Apology,
): void {
  const { language, sentence } = words(request)
  const forProgram = request.url?.startsWith('/api/') ?? false
  response.writeHead(status, {
    'content-type': `${forProgram ? 'application/json' : 'text/html'}; charset=utf-8`,
    'cache-control': 'no-store',
    'retry-after': String(retryAfterSeconds),
    // What is left of the request's body is not read.
    connection: 'close',
  })
  response.end(
    forProgram
      ? JSON.stringify({ error: { code: 'pages-unavailable', params: {}, fields: {} } })
      : page(language, sentence),
  )
}

function page(language: string, sentence: string): string {
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>Gatehouse</title>
<style>body { font: 1rem/1.5 system-ui, sans-serif; max-width: 36rem; margin: 20vh auto; padding: 0 1.5rem }</style>
</head>
<body>
<main>
<h1>Gatehouse</h1>
<p>${sentence}</p>
</main>
</body>
</html>
`
}
