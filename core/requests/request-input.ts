import { z } from 'zod'
import { listQuerySchema } from '../list'

/** How a request stands. `approved` stays when what was given has ended by itself; `revoked`: it was ended by hand. */
export const requestStates = ['pending', 'approved', 'refused', 'withdrawn', 'expired', 'revoked'] as const
export type RequestState = (typeof requestStates)[number]

/** `owed`: nobody was asked first. `none`: nobody has to look at it, and anyone who reviews may. */
export const reviewStates = ['none', 'owed', 'signed'] as const
export type ReviewState = (typeof reviewStates)[number]

export const verdicts = ['approved', 'refused'] as const
export type Verdict = (typeof verdicts)[number]

const words = z.string('field:required').trim().max(1000, 'field:too-long')
const ticket = z.preprocess(
  (value) => (typeof value === 'string' && value.trim() === '' ? null : value),
  z.string().trim().max(100, 'field:too-long').nullable().default(null),
)
/** The most that a column of whole milliseconds holds is far beyond what the settings allow. */
const minutes = z.coerce.number('field:invalid').int('field:invalid').min(1, 'field:out-of-range')
/** Without a star: in a grant it would stand for any rest. */
const login = z
  .string('field:required')
  .trim()
  .min(1, 'field:required')
  .max(128, 'field:too-long')
  .regex(/^[^\s\p{Cc}*]+$/u, 'field:login-invalid')

/** What is asked for, as forms and the API give it: a host by its id, or by its name where one doesn't see it. */
export const requestInput = z
  .object({
    hostId: z.preprocess((value) => (value === '' ? undefined : value), z.string().max(64).optional()),
    hostName: z.preprocess(
      (value) => (value === '' ? undefined : value),
      z.string().trim().max(100, 'field:too-long').optional(),
    ),
    login,
    minutes,
    reason: words.min(1, 'field:reason-required'),
    ticket,
  })
  .refine(({ hostId, hostName }) => hostId !== undefined || hostName !== undefined, {
    path: ['hostId'],
    message: 'field:required',
  })
export type RequestInput = z.output<typeof requestInput>

/** A yes: with a comment if one likes, and for less time than was asked. */
export const approvalInput = z.object({
  comment: words.default(''),
  minutes: z.preprocess((value) => (value === '' || value === null ? undefined : value), minutes.optional()),
})

/** What must be said: to a refusal, an end by hand, a review. */
export const commentInput = z.object({ comment: words.min(1, 'field:reason-required') })
/** What may be said. */
export const noteInput = z.object({ comment: words.default('') })

export const requestViews = ['mine', 'waiting', 'review'] as const

export const requestListQuery = listQuerySchema(['createdAt', 'userName', 'hostName', 'validUntil'], {
  sort: 'createdAt',
  dir: 'desc',
}).extend({
  /** One's own; those that wait for one's word; those that nobody has reviewed yet, the owed first. */
  view: z.enum(requestViews).optional(),
  state: z.enum(requestStates).optional(),
})
