import type { AnyAuthMethod, NextAuthHandler, Prompt } from 'ssh2'
import ssh2 from 'ssh2'
import type { AuthMaterial } from '@/core/sessions/order'
import { DialError } from './classify'
import type { Ask } from './prompts'

/** How often a person may answer a password question before the host's no is final. */
const maxAsked = 3

export interface AuthContext {
  login: string
  address: string
  auth: AuthMaterial
  ask: Ask
  /** An end that a method met (an unanswered question): it outranks "authentication failed". */
  fail: (error: DialError) => void
}

/** Throws DialError `key-unusable` when ssh2 can't use the stored key. */
export function checkKey(auth: AuthMaterial): void {
  if (auth.kind !== 'private-key') return
  const parsed = ssh2.utils.parseKey(auth.privateKey, auth.passphrase)
  if (parsed instanceof Error) throw new DialError('key-unusable', parsed.message)
}

/**
 * Chooses the next method each time the host says what it still accepts (RFC 4252 section 5): the key first where there
 * is one, else keyboard-interactive and password with the stored password once, else a question to the person.
 */
export function authHandler(context: AuthContext) {
  const { login, auth } = context
  let began = false
  let keyTried = false
  let passwordTried = false
  let interactiveTried = 0
  let asked = 0

  const keyMethod = (): AnyAuthMethod | undefined => {
    if (auth.kind !== 'private-key' || keyTried) return undefined
    keyTried = true
    return { type: 'publickey', username: login, key: auth.privateKey, passphrase: auth.passphrase }
  }

  const interactiveMethod = (): AnyAuthMethod | undefined => {
    const limit = auth.kind === 'ask' ? maxAsked : 1
    if (interactiveTried >= limit) return undefined
    interactiveTried += 1
    return { type: 'keyboard-interactive', username: login, prompt: (...args) => answerPrompts(context, ...args) }
  }

  const passwordMethod = async (): Promise<AnyAuthMethod | undefined> => {
    if (auth.kind === 'password') {
      if (passwordTried) return undefined
      passwordTried = true
      return { type: 'password', username: login, password: auth.password }
    }
    if (auth.kind !== 'ask' || asked >= maxAsked) return undefined
    asked += 1
    const answer = await context.ask({ kind: 'password', login, address: context.address, retry: asked > 1 })
    return { type: 'password', username: login, password: answer.password }
  }

  const choose = async (methods: readonly string[]): Promise<AnyAuthMethod | undefined> => {
    const key = methods.includes('publickey') ? keyMethod() : undefined
    if (key) return key
    // With a stored password `password` goes first: it can't be mistaken for another question.
    const password = methods.includes('password') ? await passwordMethod() : undefined
    if (password) return password
    return methods.includes('keyboard-interactive') ? interactiveMethod() : undefined
  }

  return (methodsLeft: readonly string[] | null, _partial: boolean | null, next: NextAuthHandler): void => {
    if (!began) {
      began = true
      next({ type: 'none', username: login })
      return
    }
    choose(methodsLeft ?? []).then(
      (method) => next(method ?? (false as never)),
      (error: unknown) => {
        context.fail(error instanceof DialError ? error : new DialError('internal'))
      },
    )
  }
}

/** The stored password answers the one question that is asked without echo; anything else is the person's. */
function answerPrompts(
  context: AuthContext,
  name: string,
  instructions: string,
  _language: string,
  prompts: Prompt[],
  finish: (answers: string[]) => void,
): void {
  const { auth } = context
  if (prompts.length === 0) {
    finish([])
    return
  }
  if (auth.kind === 'password' && prompts.length === 1 && !prompts[0]?.echo) {
    finish([auth.password])
    return
  }
  const limit = (text: string) => text.slice(0, 1000)
  context
    .ask({
      kind: 'keyboard-interactive',
      name: limit(name),
      instructions: limit(instructions),
      prompts: prompts.slice(0, 16).map((prompt) => ({ text: limit(prompt.prompt), echo: prompt.echo ?? false })),
    })
    .then(
      (answer) => finish(answer.answers),
      (error: unknown) => context.fail(error instanceof DialError ? error : new DialError('internal')),
    )
}
