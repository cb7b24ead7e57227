/** A client of the HTTP side that keeps its cookies, as a browser would. */
export class Visitor {
  private readonly cookies = new Map<string, string>()
  /** Every answer's text so far, with its headers: what the sweep for secrets reads. */
  readonly answers: { path: string; text: string }[] = []

  /** `headers`: sent with each request, and with the live socket. */
  constructor(
    readonly origin: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {}

  get cookieHeader(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  }

  setCookie(name: string, value: string): void {
    this.cookies.set(name, value)
  }

  cookieList(): { name: string; value: string }[] {
    return [...this.cookies].map(([name, value]) => ({ name, value }))
  }

  async request(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers({ ...this.headers, ...Object.fromEntries(new Headers(init.headers)) })
    if (this.cookies.size > 0) headers.set('cookie', this.cookieHeader)
    const ask = () => fetch(new URL(path, this.origin), { redirect: 'manual', ...init, headers })
    // On a busy machine it is noticed too late that the other side has closed a connection that was kept: then once more.
    const answer = await ask().catch((error: unknown) => {
      if (error instanceof TypeError) return ask()
      throw error
    })
    for (const line of answer.headers.getSetCookie()) this.keep(line)
    const text = await answer.clone().text()
    this.answers.push({ path, text: `${JSON.stringify([...answer.headers])}\n${text}` })
    return answer
  }

  /** Signs in as the form does. Throws when it is refused. */
  async signIn(name: string, password: string): Promise<this> {
    const { csrfToken } = (await (await this.request('/api/auth/csrf')).json()) as { csrfToken: string }
    const answer = await this.request('/api/auth/callback/credentials', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: this.origin },
      body: new URLSearchParams({ csrfToken, name, password, json: 'true' }),
    })
    const session = (await (await this.request('/api/auth/session')).json()) as { user?: unknown }
    if (!session.user) throw new Error(`signing in as ${name} was refused: ${answer.status} ${await answer.text()}`)
    return this
  }

  private keep(line: string): void {
    const [pair = '', ...attributes] = line.split(';')
    const at = pair.indexOf('=')
    const [name, value] = [pair.slice(0, at).trim(), pair.slice(at + 1).trim()]
    const gone = value === '' || attributes.some((attribute) => /max-age=0$/i.test(attribute.trim()))
    if (gone) this.cookies.delete(name)
    else this.cookies.set(name, value)
  }
}
