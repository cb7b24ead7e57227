import { z } from 'zod'
import type { LiveSession, LiveSessions } from '@/core/sessions/live'
import type { EndReason } from '@/core/sessions/reasons'
import { type FromPages, type FromPortal, type LiveCall, sessionList } from './messages'

type Ask = Extract<FromPages, { type: 'ask' }>
type Reply = Extract<FromPortal, { type: 'answer' | 'refusal' }>

/** The portal's side: answers one question of the pages. Never rejects. */
export async function answerAsk(live: LiveSessions, { id, call }: Ask): Promise<Reply> {
  try {
    // What answers nothing answers null: undefined does not survive the channel.
    return { type: 'answer', id, value: (await perform(live, call)) ?? null }
  } catch (error) {
    return { type: 'refusal', id, error: error instanceof Error ? error.message : String(error) }
  }
}

function perform(live: LiveSessions, call: LiveCall): Promise<unknown> {
  switch (call.method) {
    case 'list':
      return live.list()
    case 'end':
      return live.end(call.sessionId, call.reason)
    case 'endWebSession':
      return live.endWebSession(call.webSessionId)
    case 'endUser':
      return live.endUser(call.userId)
  }
}

interface Waiting {
  resolve: (value: unknown) => void
  reject: (error: Error) => void
}

/** The pages' side: the running sessions, asked of the portal. What can't be sent or is refused rejects. */
export class RemoteLiveSessions implements LiveSessions {
  private readonly waiting = new Map<number, Waiting>()
  private lastId = 0

  /** `send` rejects when the portal can't be reached. */
  constructor(private readonly send: (ask: Ask) => Promise<void>) {}

  async list(): Promise<LiveSession[]> {
    return sessionList.parse(await this.ask({ method: 'list' }))
  }

  async end(sessionId: string, reason: EndReason): Promise<boolean> {
    return z.boolean().parse(await this.ask({ method: 'end', sessionId, reason }))
  }

  async endWebSession(webSessionId: string): Promise<void> {
    await this.ask({ method: 'endWebSession', webSessionId })
  }

  async endUser(userId: string): Promise<void> {
    await this.ask({ method: 'endUser', userId })
  }

  /** Takes what the portal said to an earlier question. */
  hear(reply: Reply): void {
    const asked = this.waiting.get(reply.id)
    this.waiting.delete(reply.id)
    if (reply.type === 'answer') asked?.resolve(reply.value)
    else asked?.reject(new Error(`The portal could not do it: ${reply.error}`))
  }

  private ask(call: LiveCall): Promise<unknown> {
    const id = ++this.lastId
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject })
      this.send({ type: 'ask', id, call }).catch((error: unknown) => {
        this.waiting.delete(id)
        reject(error)
      })
    })
  }
}
