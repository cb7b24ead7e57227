import { type ActionArgument, form } from '../support/actions'
import { type Caller, callers, grant, noId, type World } from './world'

/** Who may come in by a way, and how it is tried. */
export interface Entry {
  may: readonly Caller[]
  /** A page or route: the path to ask for. */
  path?: (world: World) => string
  /** A route: what is sent. */
  body?: string
  /** An action: what it is called with, good enough to do something if it weren't refused. */
  args?: (world: World) => readonly ActionArgument[]
  /** An event: what is sent with it. */
  message?: (world: World) => readonly unknown[]
}

const everyone = callers
const holders = ['enrolling', 'custom', 'auditor', 'operator', 'administrator'] as const
/** Whoever is signed in, whatever their role permits. */
const anyone = ['custom', 'auditor', 'operator', 'administrator'] as const
const members = ['auditor', 'operator', 'administrator'] as const
/** Whose role lets them see hosts and connect. */
const connecting = ['custom', 'operator', 'administrator'] as const
const operators = ['operator', 'administrator'] as const
const reviewers = ['auditor', 'administrator'] as const
const administrators = ['administrator'] as const
const nobody = [] as const

const page = (may: readonly Caller[], path: string | ((world: World) => string)): Entry => ({
  may,
  path: typeof path === 'string' ? () => path : path,
})
const action = (may: readonly Caller[], args: (world: World) => readonly ActionArgument[]): Entry => ({ may, args })
const event = (may: readonly Caller[], message: (world: World) => readonly unknown[]): Entry => ({ may, message })

const portal = (file: string, name: string) => `action app/(portal)/${file}/actions.ts ${name}`
const host = { name: 'forged', address: '192.0.2.9', port: '22', notes: '' }
const credential = { kind: 'password', name: 'forged', password: 'forged password' }
const snippet = { name: 'forged', text: 'forged', scope: 'shared' }
const token = { name: 'forged', role: 'auditor', scopes: 'sessions:read', days: '1' }
const size = { cols: 80, rows: 24 }

/** Each way in (surfaces.ts) has its entry here: one that has none fails the test. */
export const entries: Record<string, Entry> = {
  'page /': page(anyone, '/'),
  'page /sign-in': page(everyone, '/sign-in'),
  'page /setup/[token]': page(everyone, `/setup/${noId}`),
  'page /enrol': page(holders, '/enrol'),
  'page /hosts': page(connecting, '/hosts'),
  'page /hosts/new': page(administrators, '/hosts/new'),
  'page /hosts/[id]': page(connecting, ({ hostId }) => `/hosts/${hostId}`),
  'page /hosts/[id]/edit': page(administrators, ({ hostId }) => `/hosts/${hostId}/edit`),
  'page /terminal': page(connecting, '/terminal'),
  // Sends everyone on to the workplace, which asks.
  'page /terminal/[accountId]': page(anyone, ({ accountId }) => `/terminal/${accountId}`),
  'page /connect': page(administrators, '/connect'),
  'page /credentials': page(administrators, '/credentials'),
  'page /credentials/new': page(administrators, '/credentials/new'),
  'page /credentials/[id]': page(administrators, ({ credentialId }) => `/credentials/${credentialId}`),
  'page /my-credentials': page(operators, '/my-credentials'),
  'page /my-credentials/new': page(operators, '/my-credentials/new'),
  // Whose it is, core says; this one is nobody's.
  'page /my-credentials/[id]': page(operators, `/my-credentials/${noId}`),
  'page /sessions': page(members, '/sessions'),
  'page /sessions/[id]': page(members, ({ sessionId }) => `/sessions/${sessionId}`),
  'page /requests': page(anyone, '/requests'),
  'page /requests/new': page(operators, '/requests/new'),
  // Whose business it is, core says of each; this one is nobody's.
  'page /requests/[id]': page(anyone, `/requests/${noId}`),
  'page /audit': page(reviewers, '/audit'),
  'page /users': page(administrators, '/users'),
  'page /users/new': page(administrators, '/users/new'),
  'page /users/[id]': page(reviewers, ({ operatorId }) => `/users/${operatorId}`),
  'page /grants': page(reviewers, '/grants'),
  'page /grants/new': page(administrators, '/grants/new'),
  'page /grants/review': page(reviewers, '/grants/review'),
  'page /grants/[id]': page(reviewers, ({ grantId }) => `/grants/${grantId}`),
  'page /grants/[id]/edit': page(administrators, ({ grantId }) => `/grants/${grantId}/edit`),
  'page /groups': page(reviewers, '/groups'),
  'page /groups/new': page(administrators, '/groups/new'),
  'page /groups/[id]': page(reviewers, ({ groupId }) => `/groups/${groupId}`),
  'page /host-groups': page(reviewers, '/host-groups'),
  'page /host-groups/new': page(administrators, '/host-groups/new'),
  'page /host-groups/[id]': page(reviewers, ({ hostGroupId }) => `/host-groups/${hostGroupId}`),
  'page /roles': page(reviewers, '/roles'),
  'page /roles/new': page(administrators, '/roles/new'),
  'page /roles/[id]': page(reviewers, ({ roleId }) => `/roles/${roleId}`),
  'page /roles/[id]/edit': page(administrators, ({ roleId }) => `/roles/${roleId}/edit`),
  'page /tokens': page(administrators, '/tokens'),
  'page /snippets': page(anyone, '/snippets'),
  'page /snippets/new': page(members, '/snippets/new'),
  'page /snippets/[id]': page(anyone, ({ snippetId }) => `/snippets/${snippetId}`),
  'page /preferences': page(anyone, '/preferences'),
  'page /profile': page(anyone, '/profile'),

  // next-auth's own: it knows what the cookie says.
  'GET /api/auth/[...nextauth]': page(everyone, '/api/auth/csrf'),
  'POST /api/auth/[...nextauth]': { ...page(everyone, '/api/auth/callback/credentials'), body: '' },
  // The provider's server comes without a cookie; nobody's cookie makes a difference.
  'POST /api/auth/backchannel-logout': { ...page(everyone, '/api/auth/backchannel-logout'), body: '' },
  'GET /api/v1/audit/export': page(reviewers, '/api/v1/audit/export?format=csv'),
  'GET /api/v1/devices': page(anyone, '/api/v1/devices'),
  'GET /api/v1/grants/hosts': page(administrators, '/api/v1/grants/hosts?q='),
  'GET /api/v1/grants/matches': page(reviewers, '/api/v1/grants/matches?tags=prod'),
  'GET /api/v1/grants/subjects': page(administrators, '/api/v1/grants/subjects?q='),
  'GET /api/v1/groups/[id]/candidates': page(
    administrators,
    ({ groupId }) => `/api/v1/groups/${groupId}/candidates?q=`,
  ),
  'GET /api/v1/host-groups/[id]/candidates': page(
    administrators,
    ({ hostGroupId }) => `/api/v1/host-groups/${hostGroupId}/candidates?q=`,
  ),
  'GET /api/v1/hosts': page(connecting, '/api/v1/hosts'),
  'GET /api/v1/hosts/lookup': page(connecting, '/api/v1/hosts/lookup?q='),
  'GET /api/v1/sessions': page(members, '/api/v1/sessions'),
  'GET /api/v1/requests/waiting': page(anyone, '/api/v1/requests/waiting'),
  'GET /api/v1/sessions/running': page(anyone, '/api/v1/sessions/running'),
  'GET /api/v1/sessions/[id]/recording': page(reviewers, ({ sessionId }) => `/api/v1/sessions/${sessionId}/recording`),
  'GET /api/v1/snippets': page(anyone, '/api/v1/snippets'),
  'GET /api/v1/users': page(administrators, '/api/v1/users'),
  'GET /api/v1/workspace': page(connecting, '/api/v1/workspace'),
  'PUT /api/v1/workspace': { ...page(connecting, '/api/v1/workspace'), body: '{}' },

  'action app/_lib/locale.ts chooseLocale': action(everyone, () => ['en']),
  'action app/_lib/enrolment.ts beginFactor': action(holders, () => [form({ password: 'wrong' })]),
  'action app/_lib/enrolment.ts confirmFactor': action(holders, () => [form({ code: '000000' })]),
  'action app/_lib/enrolment.ts beginKey': action(holders, () => [form({ password: 'wrong' })]),
  'action app/_lib/enrolment.ts confirmKey': action(holders, () => ['forged', '{}']),
  // At the sign-in; the answer names nobody.
  'action app/_lib/passkeys.ts askAlone': action(everyone, () => []),
  'action app/_lib/passkeys.ts askSecond': action(everyone, () => []),
  'action app/_lib/passkeys.ts askOwn': action(holders, () => []),
  'action app/_lib/step-up.ts ownKinds': action(anyone, () => []),
  'action app/_lib/step-up.ts prove': action(anyone, () => [form({ password: 'wrong' })]),
  'action app/_lib/step-up.ts mayExportAudit': action(reviewers, () => []),
  'action app/_lib/step-up.ts mayExportSession': action(reviewers, () => []),
  'action app/_lib/tokens.ts makePersonalToken': action(members, () => [form(token)]),
  'action app/_lib/tokens.ts makeServiceToken': action(administrators, () => [
    form({ ...token, role: 'administrator' }),
  ]),
  'action app/_lib/tokens.ts revoke': action(anyone, () => [noId]),
  'action app/(gate)/setup/[token]/actions.ts redeem': action(everyone, () => [noId, form({})]),
  [portal('hosts', 'createHostAction')]: action(administrators, () => [form(host)]),
  [portal('hosts', 'updateHostAction')]: action(administrators, ({ hostId }) => [hostId, form(host)]),
  [portal('hosts', 'deleteHostAction')]: action(administrators, ({ hostId }) => [hostId]),
  [portal('hosts', 'importKeysAction')]: action(administrators, ({ hostId }) => [
    hostId,
    form({ knownHosts: '192.0.2.9 ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHR0dHR0dHR0dHR0dHR0dHR0dHR0dHR0dHR0dHR0dHR0' }),
  ]),
  [portal('hosts', 'replaceKeysAction')]: action(administrators, ({ hostId }) => [
    hostId,
    form({
      publicKey: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHR0dHR0dHR0dHR0dHR0dHR0dHR0dHR0dHR0dHR0dHR0',
      reason: 'x',
    }),
  ]),
  [portal('hosts', 'removeKeyAction')]: action(administrators, ({ hostId }) => [hostId, noId]),
  [portal('credentials', 'createCredentialAction')]: action(administrators, () => [form(credential)]),
  [portal('credentials', 'updateCredentialAction')]: action(administrators, ({ credentialId }) => [
    credentialId,
    form({ name: 'forged' }),
  ]),
  [portal('credentials', 'deleteCredentialAction')]: action(administrators, ({ credentialId }) => [credentialId]),
  [portal('my-credentials', 'createOwnAction')]: action(operators, () => [form(credential)]),
  [portal('my-credentials', 'updateOwnAction')]: action(operators, () => [noId, form({ name: 'forged' })]),
  [portal('my-credentials', 'deleteOwnAction')]: action(operators, () => [noId]),
  [portal('my-credentials', 'chooseOwnAction')]: action(operators, ({ accountId }) => [accountId, noId]),
  // Nothing but an empty list to whom it isn't open.
  [portal('my-credentials', 'ownChoicesAction')]: action(anyone, () => []),
  [portal('users', 'add')]: action(administrators, () => [form({ name: 'forged', role: 'administrator' })]),
  [portal('users', 'setEmail')]: action(administrators, ({ operatorId }) => [
    operatorId,
    form({ email: 'forged@example.com' }),
  ]),
  [portal('users', 'sendLink')]: action(administrators, ({ operatorId }) => [operatorId]),
  [portal('users', 'setRole')]: action(administrators, ({ operatorId }) => [operatorId, 'administrator']),
  [portal('users', 'setDisabled')]: action(administrators, ({ operatorId }) => [operatorId, true]),
  [portal('users', 'renewLink')]: action(administrators, ({ operatorId }) => [operatorId]),
  [portal('users', 'remove')]: action(administrators, ({ operatorId }) => [operatorId]),
  [portal('users', 'resetSecondFactor')]: action(administrators, ({ operatorId }) => [operatorId]),
  [portal('roles', 'createRoleAction')]: action(administrators, () => [
    form({ name: 'forged', permissions: 'host.list' }),
  ]),
  [portal('roles', 'updateRoleAction')]: action(administrators, ({ roleId }) => [
    roleId,
    form({ name: 'forged', permissions: 'host.list' }),
  ]),
  [portal('roles', 'deleteRoleAction')]: action(administrators, ({ roleId }) => [roleId]),
  [portal('groups', 'createGroupAction')]: action(administrators, () => [form({ name: 'forged', description: '' })]),
  [portal('host-groups', 'createHostGroupAction')]: action(administrators, () => [form({ name: 'forged' })]),
  [portal('host-groups', 'updateHostGroupAction')]: action(administrators, ({ hostGroupId }) => [
    hostGroupId,
    form({ name: 'forged' }),
  ]),
  [portal('host-groups', 'addHostsAction')]: action(administrators, ({ hostGroupId, hostId }) => [
    hostGroupId,
    [hostId],
  ]),
  [portal('host-groups', 'removeHostAction')]: action(administrators, ({ hostGroupId, hostId }) => [
    hostGroupId,
    hostId,
  ]),
  [portal('host-groups', 'previewAddHostsAction')]: action(administrators, ({ hostGroupId, hostId }) => [
    hostGroupId,
    [hostId],
  ]),
  [portal('host-groups', 'previewRemoveHostAction')]: action(administrators, ({ hostGroupId, hostId }) => [
    hostGroupId,
    hostId,
  ]),
  [portal('host-groups', 'previewDeleteHostGroupAction')]: action(administrators, ({ hostGroupId }) => [hostGroupId]),
  [portal('host-groups', 'deleteHostGroupAction')]: action(administrators, ({ hostGroupId }) => [hostGroupId]),
  [portal('grants', 'createGrantAction')]: action(administrators, () => [form({ ...grant, name: 'forged' })]),
  [portal('grants', 'updateGrantAction')]: action(administrators, ({ grantId }) => [grantId, form(grant)]),
  [portal('grants', 'previewGrantAction')]: action(administrators, ({ grantId }) => [grantId, form(grant)]),
  [portal('grants', 'previewDisableAction')]: action(administrators, ({ grantId }) => [grantId]),
  [portal('grants', 'previewDeleteAction')]: action(administrators, ({ grantId }) => [grantId]),
  [portal('grants', 'setGrantDisabledAction')]: action(administrators, ({ grantId }) => [grantId, true]),
  [portal('grants', 'confirmGrantAction')]: action(administrators, ({ grantId }) => [grantId, form({})]),
  [portal('grants', 'removeReviewedAction')]: action(administrators, ({ grantId }) => [grantId, 'forged']),
  [portal('grants', 'deleteGrantAction')]: action(administrators, ({ grantId }) => [grantId]),
  [portal('groups', 'updateGroupAction')]: action(administrators, ({ groupId }) => [groupId, form({ name: 'forged' })]),
  [portal('groups', 'addMemberAction')]: action(administrators, ({ groupId, operatorId }) => [groupId, operatorId]),
  [portal('groups', 'removeMemberAction')]: action(administrators, ({ groupId, operatorId }) => [groupId, operatorId]),
  [portal('groups', 'deleteGroupAction')]: action(administrators, ({ groupId }) => [groupId]),
  [portal('profile', 'changePassword')]: action(anyone, () => [form({ current: 'wrong', password: 'also wrong' })]),
  [portal('profile', 'changeEmail')]: action(anyone, () => [form({ email: 'no address' })]),
  [portal('profile', 'chooseMail')]: action(anyone, () => [form({ topic: 'answers' })]),
  [portal('profile', 'revoke')]: action(anyone, () => [noId]),
  [portal('profile', 'revokeOthers')]: action(anyone, () => []),
  [portal('profile', 'confirm')]: action(anyone, () => [noId]),
  [portal('profile', 'disown')]: action(anyone, () => [noId]),
  [portal('profile', 'renewCodes')]: action(anyone, () => [form({ code: '000000' })]),
  [portal('profile', 'turnOff')]: action(anyone, () => [form({ code: '000000' })]),
  [portal('profile', 'renameKey')]: action(anyone, () => [noId, form({ name: 'forged' })]),
  [portal('profile', 'removeKey')]: action(anyone, () => [noId, form({ code: '000000' })]),
  [portal('preferences', 'savePreferences')]: action(anyone, () => [{}]),
  [portal('snippets', 'createSnippetAction')]: action(administrators, () => [form(snippet)]),
  [portal('snippets', 'updateSnippetAction')]: action(administrators, ({ snippetId }) => [snippetId, form(snippet)]),
  [portal('snippets', 'deleteSnippetAction')]: action(administrators, ({ snippetId }) => [snippetId]),
  [portal('requests', 'ask')]: action(operators, ({ hostId }) => [
    form({ hostId, login: 'forged', minutes: '60', reason: 'x', how: 'break' }),
  ]),
  [portal('requests', 'decideOn')]: action(anyone, () => [noId, form({ verdict: 'approved' })]),
  [portal('requests', 'withdraw')]: action(anyone, () => [noId]),
  [portal('requests', 'revoke')]: action(anyone, () => [noId]),
  [portal('requests', 'sign')]: action(reviewers, () => [noId, form({ comment: 'x' })]),
  [portal('sessions/[id]', 'end')]: action(operators, ({ sessionId }) => [sessionId]),

  'event open': event(connecting, ({ accountId }) => [
    { version: 2, clientId: noId, ...size, target: { kind: 'account', accountId } },
  ]),
  // The session is the operator's, on a socket of their own: to every other socket it might as well not exist.
  'event attach': event(['operator'], ({ sessionId }) => [{ version: 2, clientId: noId, sessionId, ...size }]),
  'event detach': event(nobody, ({ sessionId }) => [sessionId]),
  'event input': event(nobody, ({ sessionId }) => [sessionId, Buffer.from('exit\n')]),
  'event drawn': event(anyone, ({ sessionId }) => [sessionId, 0]),
  'event resize': event(nobody, ({ sessionId }) => [sessionId, size]),
  'event answer': event(nobody, ({ sessionId }) => [sessionId, 1, { kind: 'password', password: 'x' }]),
  'event close': event(nobody, ({ sessionId }) => [sessionId]),
  'event echo': event(anyone, () => []),
  'event disconnect': event(anyone, () => []),
}
