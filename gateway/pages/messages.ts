import { z } from 'zod'
import { endReasons } from '@/core/sessions/reasons'
import { type SessionStateName, transitions } from '@/core/sessions/states'

// What the portal and its pages say to each other over Node's channel between a process and its child. Both are of one
// build and one user; the schemas see to it that a fault on one side does not become a mystery on the other.

const id = z.int().nonnegative()
// An object's keys are strings to TypeScript; the table has every state and nothing else.
const states = Object.keys(transitions) as SessionStateName[]

const liveCall = z.discriminatedUnion('method', [
  z.object({ method: z.literal('list') }),
  z.object({ method: z.literal('end'), sessionId: z.string(), reason: z.enum(endReasons) }),
  z.object({ method: z.literal('endWebSession'), webSessionId: z.string() }),
  z.object({ method: z.literal('endUser'), userId: z.string() }),
])

/** A question about the sessions that run: a method of LiveSessions with what it is given. */
export type LiveCall = z.infer<typeof liveCall>

export const sessionList = z.array(
  z.object({
    sessionId: z.string(),
    userId: z.string(),
    webSessionId: z.string(),
    state: z.enum(states),
    attached: z.boolean(),
    bytesIn: z.number(),
    bytesOut: z.number(),
  }),
)

/** From the pages to the portal. */
export const fromPages = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  /** They can't start: the one line that says why. */
  z.object({ type: z.literal('failed'), line: z.string() }),
  z.object({ type: z.literal('pong'), nonce: id }),
  z.object({ type: z.literal('ask'), id, call: liveCall }),
])

/** From the portal to the pages. */
export const fromPortal = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ping'), nonce: id }),
  z.object({ type: z.literal('answer'), id, value: z.unknown() }),
  z.object({ type: z.literal('refusal'), id, error: z.string() }),
])

export type FromPages = z.infer<typeof fromPages>
export type FromPortal = z.infer<typeof fromPortal>
