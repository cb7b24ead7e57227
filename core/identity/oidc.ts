import { randomUUID } from 'node:crypto'
import type { Prisma, Tx } from '@/prisma/client'
import { isAdministrator } from '../access/built-in-roles'
import { readRole, roleCalled } from '../access/role-rows'
import { type Role, titleOf } from '../access/roles'
import { systemActor } from '../actor'
import { appendAudit, type Json, recordAudit } from '../audit/append'
import { type ErrorCode, GatehouseError, toGatehouseError } from '../errors'
import type { Platform } from '../platform'
import { foldKey } from '../text'
import { inTransaction, takeTurn } from '../transaction'
import type { Browser } from './browser'
import { type Entitlement, type ProvidedPerson, readPerson } from './oidc-claims'
import { syncGroups } from './oidc-groups'
import { factorKinds, isFactorRequired } from './second-factor'
import { openWebSession, type SignedIn } from './sign-in'
import { beginAttempt, forgetFailures } from './throttle'
import { hasAnotherAdministrator } from './users'

/** Where a request came from. */
type Place = Pick<Browser, 'clientAddress'>

/** Who is named in events that the provider's word brought about. */
const by = 'identity provider'

/**
 * Lets an answer of the provider be looked at. Counts it as a failure of the address until {@link signInWithOidc} succeeds.
 * Throws `sign-in-blocked` with the seconds to wait.
 */
export async function beginOidcAttempt(platform: Platform, browser: Place): Promise<void> {
  try {
    await beginAttempt(platform, { clientAddress: browser.clientAddress })
  } catch (error) {
    if (toGatehouseError(error).code === 'sign-in-blocked') await noteRefusal(platform, browser, 'denied', 'back-off')
    throw error
  }
}

/** Records that an answer of the provider was no good: another browser's, used already, changed, refused there. */
export function noteBadAnswer(platform: Platform, browser: Place): Promise<void> {
  return noteRefusal(platform, browser, 'failure', 'provider-failed')
}

/**
 * Signs in whom the provider's ID token names, once next-auth has checked the token. A new one becomes a user, where the
 * settings say so; role, groups and whether they may come in follow what the provider says now. Found by issuer and subject
 * alone: a name that a user has here already is refused, never taken over.
 *
 * Throws `provider-failed`, `provider-not-allowed`, `provider-name-unusable`, `provider-name-taken`, `account-disabled` and
 * `provider-factor-missing`. Whoever the provider no longer lets in is disabled here at once.
 */
export async function signInWithOidc(platform: Platform, claims: unknown, browser: Browser): Promise<SignedIn> {
  const { oidc } = platform.config
  if (!oidc) throw new GatehouseError('provider-failed')
  const person = readPerson(oidc, claims)
  const outcome = await inTransaction(platform.db, async (tx) => {
    await takeTurn(tx)
    const known = await tx.userIdentity.findUnique({ where: identityKey(person), include: { user: true } })
    return known ? admitKnown(platform, tx, person, known, browser) : admitNew(platform, tx, person, browser)
  })
  if (outcome.cutOff) await platform.live.endUser(outcome.cutOff)
  if ('refused' in outcome) {
    throw new GatehouseError(outcome.refused, outcome.name === undefined ? {} : { name: outcome.name })
  }
  await forgetFailures(platform, { clientAddress: browser.clientAddress })
  return outcome.signedIn
}

/** What a transaction came to. It commits either way: a refusal may have disabled someone. */
type Outcome = { cutOff?: string | undefined } & (
  | { signedIn: SignedIn }
  | { refused: ErrorCode; name?: string | undefined }
)
type Known = Prisma.UserIdentityGetPayload<{ include: { user: true } }>

async function admitKnown(
  platform: Platform,
  tx: Tx,
  person: ProvidedPerson,
  { user, disabledByProvider }: Known,
  browser: Browser,
): Promise<Outcome> {
  const before = await readRole(tx, user.role)
  if (!person.entitled) {
    const cutOff = await shutOut(platform, tx, person, user)
    return { cutOff, ...(await refuse(tx, browser, user.name, 'provider-not-allowed')) }
  }
  if (user.disabledAt && !disabledByProvider) return refuse(tx, browser, user.name, 'account-disabled')
  const given = await roleGiven(tx, person.entitled)
  if (!given) return refuse(tx, browser, user.name, 'provider-not-allowed')
  const role = person.entitled.by === 'groups' ? await roleAfter(platform, tx, user.id, { before, given }) : before
  if (!(await isFactorShown(platform, tx, person, user.id, role))) {
    return refuse(tx, browser, user.name, 'provider-factor-missing')
  }
  if (user.disabledAt) {
    await tx.user.update({ where: { id: user.id }, data: { disabledAt: null } })
    await tx.userIdentity.update({ where: identityKey(person), data: { disabledByProvider: false } })
    await note(tx, 'user.enable', user, { by })
  }
  const groups = await syncGroups(platform, tx, user.id, person.groups)
  const newRole = role.key !== before.key
  const email = person.email === user.email ? null : person.email
  if (newRole || email !== null) {
    const data = { ...(newRole ? { role: role.key } : {}), ...(email === null ? {} : { email }), updatedAt: new Date() }
    await tx.user.update({ where: { id: user.id }, data })
  }
  const changes = {
    before: { ...(newRole ? { role: titleOf(before) } : {}), ...(email === null ? {} : { email: user.email }) },
    after: { ...(newRole ? { role: titleOf(role) } : {}), ...(email === null ? {} : { email }) },
  }
  if (newRole || email !== null || groups) {
    const detail: { [key: string]: Json } = { by }
    if (newRole || email !== null) Object.assign(detail, changes)
    if (groups) detail.groups = groups
    await note(tx, 'user.update', user, detail)
  }
  const from = { ...browser, providerSid: person.sid }
  const signedIn = await openWebSession(platform, tx, { ...user, role: role.key }, from, provenBy(person))
  // What another role had opened ends, as when an administrator changes it; this web session is of the new one.
  return { signedIn, cutOff: newRole ? user.id : undefined }
}

async function admitNew(platform: Platform, tx: Tx, person: ProvidedPerson, browser: Browser): Promise<Outcome> {
  const { name, entitled } = person
  if (!entitled || !platform.config.oidc?.createUsers) {
    return refuse(tx, browser, name ?? person.subject, 'provider-not-allowed')
  }
  if (name === null) return refuse(tx, browser, person.subject, 'provider-name-unusable')
  const nameKey = foldKey(name)
  if (await tx.user.findUnique({ where: { nameKey } })) return refuse(tx, browser, name, 'provider-name-taken')
  const role = await roleGiven(tx, entitled)
  if (!role) return refuse(tx, browser, name, 'provider-not-allowed')
  if (!(await isFactorShown(platform, tx, person, null, role))) {
    return refuse(tx, browser, name, 'provider-factor-missing')
  }
  const user = { id: randomUUID(), name, role: role.key }
  const now = new Date()
  await tx.user.create({ data: { ...user, email: person.email, nameKey, createdAt: now, updatedAt: now } })
  await tx.userIdentity.create({
    data: { ...identityOf(person), userId: user.id, createdAt: now, disabledByProvider: false },
  })
  const groups = await syncGroups(platform, tx, user.id, person.groups)
  const after = { name, role: titleOf(role), ...(person.email ? { email: person.email } : {}), ...identityOf(person) }
  await note(tx, 'user.create', user, { by, after, ...(groups ? { groups } : {}) })
  const from = { ...browser, providerSid: person.sid }
  return { signedIn: await openWebSession(platform, tx, user, from, provenBy(person)) }
}

/**
 * Disables whom the provider no longer lets in and ends their web sessions; the last administrator's row stays enabled, and
 * comes in no more either. Answers the id of a user whose live sessions are to end.
 */
async function shutOut(
  platform: Platform,
  tx: Tx,
  person: ProvidedPerson,
  user: Known['user'],
): Promise<string | undefined> {
  if (user.disabledAt) return undefined
  const now = new Date()
  await tx.webSession.updateMany({ where: { userId: user.id, revokedAt: null }, data: { revokedAt: now } })
  if (user.role !== 'administrator' || (await hasAnotherAdministrator(platform, tx, user.id))) {
    await tx.user.update({ where: { id: user.id }, data: { disabledAt: now, updatedAt: now } })
    await tx.userIdentity.update({ where: identityKey(person), data: { disabledByProvider: true } })
    await note(tx, 'user.disable', user, { by })
  }
  return user.id
}

/**
 * The first of the roles that is there. None: a setting names a role that was renamed or deleted since, which lets nobody in and
 * says nothing about anyone.
 */
async function roleGiven(tx: Tx, { roles }: Entitlement): Promise<Role | null> {
  for (const name of roles) {
    const role = await roleCalled(tx, name)
    if (role) return role
  }
  return null
}

/** What the groups give, except that the last administrator keeps theirs. */
async function roleAfter(
  platform: Platform,
  tx: Tx,
  userId: string,
  { before, given }: { before: Role; given: Role },
): Promise<Role> {
  if (!isAdministrator(before)) return given
  return (await hasAnotherAdministrator(platform, tx, userId)) ? given : before
}

/**
 * Whether nothing stands in the way for want of a second factor. The provider's counts where its settings say so. There is no
 * asking for a code here in the middle of another's sign-in, so whoever needs one, or has one set up here, needs the provider's.
 */
async function isFactorShown(
  platform: Platform,
  tx: Tx,
  person: ProvidedPerson,
  userId: string | null,
  role: Role,
): Promise<boolean> {
  if (person.secondFactor) return true
  if (isFactorRequired(platform.config, role)) return false
  if (!userId) return true
  const { app, passkey } = await factorKinds(tx, userId)
  return !app && !passkey
}

const provenBy = ({ secondFactor }: ProvidedPerson) =>
  secondFactor ? { secondFactor: 'provider' as const, by } : { by }

const identityOf = ({ issuer, subject }: ProvidedPerson) => ({ issuer, subject })
const identityKey = (person: ProvidedPerson) => ({ issuer_subject: identityOf(person) })

async function refuse(tx: Tx, { clientAddress }: Place, name: string, refused: ErrorCode) {
  await appendAudit(tx, {
    actor: { kind: 'anonymous', name: name.slice(0, 100), clientAddress },
    action: 'user.sign-in',
    outcome: 'denied',
    detail: { reason: refused, by },
  })
  return { refused, name }
}

function note(
  tx: Tx,
  action: 'user.create' | 'user.update' | 'user.enable' | 'user.disable',
  { id, name }: { id: string; name: string },
  detail: { [key: string]: Json },
): Promise<void> {
  return appendAudit(tx, { actor: systemActor, action, outcome: 'success', target: { kind: 'user', id, name }, detail })
}

function noteRefusal(
  platform: Platform,
  { clientAddress }: Place,
  outcome: 'failure' | 'denied',
  reason: string,
): Promise<void> {
  const actor = { kind: 'anonymous' as const, name: by, clientAddress }
  return recordAudit(platform.db, { actor, action: 'user.sign-in', outcome, detail: { reason, by } })
}
