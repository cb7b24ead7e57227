import { updateGrant } from '@/core/access/grants'
import type { BuiltInRole } from '@/core/access/roles'
import { disableUser } from '@/core/identity/users'
import { askAccess, breakGlass } from '@/core/requests/ask'
import { approveRequest, refuseRequest } from '@/core/requests/decide-request'
import { revokeRequest } from '@/core/requests/end'
import { type Person, stagehand } from '../support/inside'
import type { Place, Stage } from './stage'

/**
 * Who reaches the host, by what they hold. Written by hand from docs/access.md, without a look at the code that decides:
 * - the host: `seen`; `seen as another`: the host is, this account of it isn't; `hidden`: it isn't there;
 * - a shell, by the account, by the host's address, and coming back to one that runs: `opens`, or the code or the condition
 *   with which it is refused;
 * - asks: what they may do about it.
 */
const table = `
holds                                                     | the host        | a shell               | asks
nothing                                                   | hidden          | not-found             | nothing
a grant for someone else                                  | hidden          | not-found             | nothing
a grant for a group that they are not in                  | hidden          | not-found             | nothing
a grant on another host                                   | hidden          | not-found             | nothing
a grant for a tag that the host lacks                     | hidden          | not-found             | nothing
a grant for a group of hosts that it is not in            | hidden          | not-found             | nothing
a grant for hosts without a tag that it has               | hidden          | not-found             | nothing
a grant as another login                                  | seen as another | not-found             | nothing
a grant as a login that begins otherwise                  | seen as another | not-found             | nothing
a grant of everything but shells                          | seen            | not-found             | nothing
a grant that is switched off                              | hidden          | not-found             | nothing
a grant that holds from tomorrow                          | seen            | not-yet               | nothing
a grant that has expired                                  | hidden          | expired               | nothing
a grant outside its hours                                 | seen            | outside-hours         | nothing
a grant outside its networks                              | seen            | outside-networks      | nothing
a grant that wants a second factor, signed in without     | seen            | second-factor-missing | nothing
a grant that wants a reason, without one                  | seen            | reason-missing        | nothing
a grant that wants a fresh proof, and theirs is old       | seen            | proof-missing         | nothing
a grant with approvals                                    | seen            | approval-missing      | an approval
a grant with approvals, outside its networks              | seen            | outside-networks      | an approval
a grant with approvals that has expired                   | hidden          | expired               | nothing
a request that waits                                      | seen            | approval-missing      | an approval
a request that half of the approvers approved             | seen            | approval-missing      | an approval
a request that was refused                                | seen            | approval-missing      | an approval
a request that was approved                               | seen            | opens                 | an approval
a request that was approved, as another login             | seen            | approval-missing      | an approval
a request that was approved and ended                     | seen            | approval-missing      | an approval
a request that was approved, its time over                | seen            | approval-missing      | an approval
a request that was approved, its grant switched off       | hidden          | not-found             | nothing
a request that was approved, its grant narrowed           | seen            | outside-networks      | an approval
a grant with break glass                                  | seen            | approval-missing      | break glass
broken glass                                              | seen            | opens                 | break glass
broken glass that was ended                               | seen            | approval-missing      | break glass
a grant by name                                           | seen            | opens                 | nothing
a grant through a group                                   | seen            | opens                 | nothing
a grant through everyone                                  | seen            | opens                 | nothing
a grant through a tag                                     | seen            | opens                 | nothing
a grant through a group of hosts                          | seen            | opens                 | nothing
a grant on all hosts                                      | seen            | opens                 | nothing
a grant as this login                                     | seen            | opens                 | nothing
a grant as a login that begins so                         | seen            | opens                 | nothing
a grant in its hours                                      | seen            | opens                 | nothing
a grant from its networks                                 | seen            | opens                 | nothing
a grant that wants a second factor, signed in with one    | seen            | opens                 | nothing
a grant that wants a reason, with one                     | seen            | opens                 | nothing
a grant that wants a fresh proof, and theirs is new       | seen            | opens                 | nothing
one that has expired beside one that holds                | seen            | opens                 | nothing
an auditor's role, and a grant by name                    | the role's      | not-allowed           | not-allowed
an administrator's role, and no grant                     | the role's      | no-grant              | nothing
an administrator's role, and a grant that is switched off | the role's      | disabled              | nothing
an administrator's role, and a grant by name              | the role's      | opens                 | nothing
a grant by name, and a disabled account                   | gone            | gone                  | gone
`

export interface Shape {
  holds: string
  host: 'seen' | 'seen as another' | 'hidden' | "the role's" | 'gone'
  shell: string
  asks: 'nothing' | 'an approval' | 'break glass' | 'not-allowed' | 'gone'
}

export const shapes: readonly Shape[] = table
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => {
    const [holds = '', host, shell = '', asks] = line.split('|').map((cell) => cell.trim())
    // The table above has these words and no others; one that is mistyped fails where it is compared.
    return { holds, host: host as Shape['host'], shell, asks: asks as Shape['asks'] }
  })

/** What someone holds: how to make it. */
export interface Holding {
  role?: BuiltInRole
  /** A shell on the host for this person by name, but for what differs; none: no grant. */
  grants?: (stage: Stage, place: Place) => Record<string, unknown>[]
  inTeam?: boolean
  secondFactor?: boolean
  /** Given when a shell is asked for. */
  reason?: string
  place?: 'commons'
  /** What they and others did since. `grantId`: of the first of the grants. */
  since?: (stage: Stage, person: Person, grantId: string, place: Place) => Promise<unknown>
}

const by = (...grants: Record<string, unknown>[]): Pick<Holding, 'grants'> => ({ grants: () => grants })
const farAway = { networks: ['203.0.113.0/24'] }
const daily = (from: string, to: string, days = [1, 2, 3, 4, 5, 6, 7]) => ({
  schedule: { timeZone: 'UTC', windows: [{ days, from, to }] },
})
/** A day of the week that it isn't for two days to come, in any time zone. */
const anotherDay = ((new Date().getUTCDay() + 2) % 7) + 1
const tomorrow = new Date(Date.now() + 86_400_000).toISOString()
const yesterday = new Date(Date.now() - 86_400_000).toISOString()

const ask = async ({ inside }: Stage, { actor }: Person, { hostId, login }: Place, as = login) =>
  (await askAccess(inside, actor, { hostId, login: as, minutes: 60, reason: 'the disk is full' })).id
const approved = async (stage: Stage, person: Person, place: Place, as?: string) => {
  const id = await ask(stage, person, place, as)
  await approveRequest(stage.inside, stage.administrators[0].actor, id, {})
  return id
}
const broken = async ({ inside }: Stage, { actor }: Person, { hostId, login }: Place) =>
  (await breakGlass(inside, actor, { hostId, login, minutes: 60, reason: 'the disk is full' })).id
const onRequest = by({ approvals: 1 })

/** By the names of the table. */
export const holdings: Record<string, Holding> = {
  nothing: {},
  'a grant for someone else': { grants: ({ administrators }) => [{ userIds: [administrators[0].actor.id] }] },
  'a grant for a group that they are not in': { grants: ({ teamId }) => [{ userIds: [], groupIds: [teamId] }] },
  'a grant on another host': { grants: ({ elsewhereId }) => [{ hostIds: [elsewhereId] }] },
  'a grant for a tag that the host lacks': by({ hostIds: [], tagExpression: 'dry' }),
  'a grant for a group of hosts that it is not in': {
    grants: ({ emptyGroupId }) => [{ hostIds: [], hostGroupIds: [emptyGroupId] }],
  },
  'a grant for hosts without a tag that it has': by({ hostIds: [], tagExpression: 'not brackish and not common' }),
  'a grant as another login': by({ logins: ['deploy'] }),
  'a grant as a login that begins otherwise': by({ logins: ['zz*'] }),
  'a grant of everything but shells': by({
    capabilities: ['exec', 'file-read', 'file-write', 'port-forwarding', 'sharing'],
  }),
  'a grant that is switched off': by({ disabled: true }),
  'a grant that holds from tomorrow': by({ validFrom: tomorrow }),
  'a grant that has expired': by({ validUntil: yesterday }),
  'a grant outside its hours': by(daily('00:00', '24:00', [anotherDay])),
  'a grant outside its networks': by(farAway),
  'a grant that wants a second factor, signed in without': by({ requiresSecondFactor: true }),
  'a grant that wants a reason, without one': by({ requiresReason: true }),
  'a grant that wants a fresh proof, and theirs is old': {
    ...by({ proofMinutes: 5 }),
    since: ({ inside }, { actor }) =>
      inside.db.webSession.update({
        where: { id: actor.webSessionId },
        data: { provenAt: new Date(Date.now() - 600_000) },
      }),
  },
  'a grant that wants a fresh proof, and theirs is new': by({ proofMinutes: 5 }),
  'a grant with approvals': onRequest,
  'a grant with approvals, outside its networks': by({ approvals: 1, ...farAway }),
  'a grant with approvals that has expired': by({ approvals: 1, validUntil: yesterday }),
  'a request that waits': { ...onRequest, since: (stage, person, _, place) => ask(stage, person, place) },
  'a request that half of the approvers approved': {
    ...by({ approvals: 2 }),
    since: (stage, person, _, place) => approved(stage, person, place),
  },
  'a request that was refused': {
    ...onRequest,
    since: async (stage, person, _, place) => {
      const id = await ask(stage, person, place)
      await refuseRequest(stage.inside, stage.administrators[0].actor, id, { comment: 'no' })
    },
  },
  'a request that was approved': { ...onRequest, since: (stage, person, _, place) => approved(stage, person, place) },
  'a request that was approved, as another login': {
    ...onRequest,
    since: (stage, person, _, place) => approved(stage, person, place, 'deploy'),
  },
  'a request that was approved and ended': {
    ...onRequest,
    since: async (stage, person, _, place) => {
      const id = await approved(stage, person, place)
      await revokeRequest(stage.inside, stage.administrators[1].actor, id, {})
    },
  },
  'a request that was approved, its time over': {
    ...onRequest,
    since: async (stage, person, _, place) => {
      const id = await approved(stage, person, place)
      const over = { validUntil: new Date(Date.now() - 1000) }
      await stage.inside.db.grant.updateMany({ where: { requestId: id }, data: over })
      await stage.inside.db.accessRequest.update({ where: { id }, data: over })
      await stage.touchGrants()
    },
  },
  'a request that was approved, its grant switched off': {
    ...onRequest,
    since: async (stage, person, grantId, place) => {
      await approved(stage, person, place)
      await updateGrant(
        stage.inside,
        stagehand,
        grantId,
        stage.grantFor(person, place, { approvals: 1, disabled: true }),
      )
    },
  },
  'a request that was approved, its grant narrowed': {
    ...onRequest,
    since: async (stage, person, grantId, place) => {
      await approved(stage, person, place)
      await updateGrant(stage.inside, stagehand, grantId, stage.grantFor(person, place, { approvals: 1, ...farAway }))
    },
  },
  'a grant with break glass': by({ breakGlass: true }),
  'broken glass': { ...by({ breakGlass: true }), since: (stage, person, _, place) => broken(stage, person, place) },
  'broken glass that was ended': {
    ...by({ breakGlass: true }),
    since: async (stage, person, _, place) =>
      revokeRequest(stage.inside, person.actor, await broken(stage, person, place), {}),
  },
  'a grant by name': by({}),
  'a grant through a group': { grants: ({ teamId }) => [{ userIds: [], groupIds: [teamId] }], inTeam: true },
  'a grant through everyone': { ...by({ userIds: [], everyone: true }), place: 'commons' },
  'a grant through a tag': by({ hostIds: [], tagExpression: 'brack* and not dry' }),
  'a grant through a group of hosts': {
    grants: ({ hostGroupId }) => [{ hostIds: [], hostGroupIds: [hostGroupId] }],
  },
  'a grant on all hosts': by({ hostIds: [], allHosts: true }),
  'a grant as this login': { grants: (_, { login }) => [{ logins: ['zz', login] }] },
  'a grant as a login that begins so': { grants: (_, { login }) => [{ logins: [`${login.slice(0, 2)}*`] }] },
  'a grant in its hours': by(daily('00:00', '24:00')),
  'a grant from its networks': by({ networks: ['203.0.113.0/24', '127.0.0.0/8'] }),
  'a grant that wants a second factor, signed in with one': {
    ...by({ requiresSecondFactor: true }),
    secondFactor: true,
  },
  'a grant that wants a reason, with one': { ...by({ requiresReason: true }), reason: 'CHG-7' },
  'one that has expired beside one that holds': by({ validUntil: yesterday }, {}),
  "an auditor's role, and a grant by name": { ...by({}), role: 'auditor' },
  "an administrator's role, and no grant": { role: 'administrator' },
  "an administrator's role, and a grant that is switched off": { ...by({ disabled: true }), role: 'administrator' },
  "an administrator's role, and a grant by name": { ...by({}), role: 'administrator' },
  'a grant by name, and a disabled account': {
    ...by({}),
    since: ({ inside }, { actor }) => disableUser(inside, stagehand, actor.id),
  },
}
