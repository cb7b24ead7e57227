import { z } from 'zod'
import { parseRanges } from '../inventory/ranges'
import { listQuerySchema } from '../list'
import { nameSchema } from '../text'
import { capabilities } from './capabilities'
import { credentialRules } from './credential-rule'
import { grantStates } from './grant-state'
import { maxExpressionLength } from './tag-expression'
import { isTimeZone } from './time-zone'

/** So many grants there may be: each process holds them all. */
export const maxGrants = 10_000
export const maxSubjects = 500
export const maxHosts = 2000
export const maxHostGroups = 200
export const maxLogins = 50
export const maxNetworks = 50
export const maxWindows = 20
export const maxApprovals = 5
/** A day: who hasn't proved themselves for longer has signed in anew by most settings. */
export const maxProofMinutes = 1440

const idList = (most: number) =>
  z
    .array(z.string().min(1).max(64))
    .max(most, 'field:too-many')
    .default([])
    .transform((ids) => [...new Set(ids)].sort())

/** A login name, or the beginning of one and `*`; a star elsewhere would promise what it doesn't do. */
const loginPattern = z
  .string()
  .trim()
  .min(1, 'field:required')
  .max(128, 'field:too-long')
  .regex(/^[^\s\p{Cc}*]+\*?$/u, 'field:login-pattern')

const network = z
  .string()
  .trim()
  .max(64, 'field:network-invalid')
  .refine((value) => {
    try {
      return parseRanges([value]).length === 1
    } catch {
      return false
    }
  }, 'field:network-invalid')

const windowSchema = z
  .object({
    days: z
      .array(z.number().int().min(1).max(7))
      .min(1, 'field:required')
      .max(7, 'field:too-many')
      .transform((days) => [...new Set(days)].sort()),
    from: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'field:time-invalid'),
    to: z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'field:time-invalid'),
  })
  .refine(({ from, to }) => from !== to, { path: ['to'], message: 'field:time-empty' })

/** Weekdays and hours, as forms give them and as they are stored. */
export const scheduleSchema = z.object({
  timeZone: z.string('field:required').refine(isTimeZone, 'field:time-zone'),
  windows: z.array(windowSchema).min(1, 'field:required').max(maxWindows, 'field:too-many'),
})

const moment = z
  .preprocess((value) => (value === '' ? null : value), z.coerce.date('field:invalid').nullable())
  .default(null)
const flag = z.boolean().default(false)

/** A grant as forms, the API and the command line give it. The tag expression is read by {@link file://./grants.ts}, which says where it breaks. */
export const grantInput = z
  .object({
    name: nameSchema,
    description: z.string().trim().max(1000, 'field:too-long').default(''),
    everyone: flag,
    userIds: idList(maxSubjects),
    groupIds: idList(maxSubjects),
    allHosts: flag,
    hostIds: idList(maxHosts),
    hostGroupIds: idList(maxHostGroups),
    tagExpression: z.preprocess(
      (value) => (typeof value === 'string' && value.trim() === '' ? null : value),
      z.string().trim().max(maxExpressionLength, 'field:too-long').nullable().default(null),
    ),
    logins: z
      .array(loginPattern)
      .max(maxLogins, 'field:too-many')
      .default([])
      .transform((logins) => [...new Set(logins)]),
    capabilities: z
      .array(z.enum(capabilities, 'field:invalid'))
      .min(1, 'field:required')
      .transform((list) => capabilities.filter((capability) => list.includes(capability))),
    validFrom: moment,
    validUntil: moment,
    networks: z
      .array(network)
      .max(maxNetworks, 'field:too-many')
      .default([])
      .transform((networks) => [...new Set(networks)]),
    schedule: scheduleSchema.nullable().default(null),
    requiresSecondFactor: flag,
    requiresReason: flag,
    /** This and what follows, left out with an update: it stays as it is, so that a form that doesn't know of it opens nothing. */
    credentials: z.enum(credentialRules, 'field:invalid').optional(),
    proofMinutes: z.preprocess(
      (value) => (value === '' ? null : value),
      z.coerce
        .number()
        .int()
        .min(1, 'field:out-of-range')
        .max(maxProofMinutes, 'field:out-of-range')
        .nullable()
        .optional(),
    ),
    approvals: z.coerce.number().int().min(0, 'field:out-of-range').max(maxApprovals, 'field:out-of-range').optional(),
    approverGroupId: z.preprocess((value) => (value === '' ? null : value), z.string().max(64).nullable().optional()),
    breakGlass: z.boolean().optional(),
    disabled: flag,
    /** With an update: when the grant that was edited was last changed. Left out: whatever is there is replaced. */
    basedOn: z.preprocess((value) => (value === '' ? undefined : value), z.coerce.date().optional()),
  })
  .superRefine((grant, context) => {
    const issue = (field: string, message: string) => context.addIssue({ code: 'custom', message, path: [field] })
    if (!grant.everyone && grant.userIds.length + grant.groupIds.length === 0) issue('subjects', 'field:required')
    const named = grant.hostIds.length + grant.hostGroupIds.length
    if (!grant.allHosts && named === 0 && grant.tagExpression === null) issue('hosts', 'field:required')
    if (grant.validFrom && grant.validUntil && grant.validFrom >= grant.validUntil)
      issue('validUntil', 'field:before-begin')
  })
export type GrantInput = z.output<typeof grantInput>

export const grantListQuery = listQuerySchema(['name', 'validUntil', 'createdAt', 'updatedAt', 'lastUsedAt'], {
  sort: 'name',
  dir: 'asc',
}).extend({
  /** Only those that name this user, group, host or group of hosts themselves. */
  user: z.string().max(64).optional(),
  group: z.string().max(64).optional(),
  host: z.string().max(64).optional(),
  hostGroup: z.string().max(64).optional(),
  /** Those that approved requests made; left out: those that were made by hand. */
  origin: z.enum(['request']).optional(),
  /** Only those that are in this state now; only those on which no session was ever opened. */
  state: z.enum(grantStates).optional(),
  use: z.enum(['never']).optional(),
})
