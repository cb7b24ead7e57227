import type { GrantSummary } from '@/core/access/grants'

/** A form of texts as the core takes a grant; what they hold is checked there. */
export function grantOf(form: FormData) {
  const everyone = form.get('who') === 'everyone'
  const allHosts = form.get('where') === 'all'
  return {
    name: form.get('name'),
    description: form.get('description') ?? undefined,
    everyone,
    userIds: everyone ? [] : form.getAll('userId'),
    groupIds: everyone ? [] : form.getAll('groupId'),
    allHosts,
    hostIds: allHosts ? [] : form.getAll('hostId'),
    hostGroupIds: allHosts ? [] : form.getAll('hostGroupId'),
    tagExpression: allHosts ? null : form.get('tagExpression'),
    logins: form.get('loginMode') === 'any' ? [] : wordsOf(form.get('logins')),
    capabilities: form.getAll('capability'),
    validFrom: form.get('validFrom'),
    validUntil: form.get('validUntil'),
    schedule: form.has('hours') ? scheduleOf(form) : null,
    networks: wordsOf(form.get('networks')),
    requiresSecondFactor: form.has('requiresSecondFactor'),
    requiresReason: form.has('requiresReason'),
    credentials: form.get('credentials') ?? undefined,
    // A number that is missing is refused, not taken for no demand.
    proofMinutes: form.has('freshProof') ? Number(form.get('proofMinutes') ?? 0) : null,
    approvals: form.get('approvals') ?? undefined,
    approverGroupId: form.get('approverGroupId') ?? undefined,
    breakGlass: form.has('breakGlass'),
    disabled: form.has('disabled'),
    basedOn: form.get('basedOn') ?? undefined,
  }
}

/** A grant as it is, to be saved with a part of it changed. */
export function inputOf(grant: GrantSummary) {
  const idsOf = (list: readonly { id: string }[]) => list.map(({ id }) => id)
  const { users, groups, hosts, hostGroups, updatedAt, ...rest } = grant
  return {
    ...rest,
    userIds: idsOf(users),
    groupIds: idsOf(groups),
    hostIds: idsOf(hosts),
    hostGroupIds: idsOf(hostGroups),
    basedOn: updatedAt,
  }
}

function wordsOf(text: unknown): string[] {
  return String(text ?? '')
    .split(/[\s,，、;；]+/)
    .filter(Boolean)
}

function scheduleOf(form: FormData) {
  const [from, to] = [form.getAll('windowFrom').map(String), form.getAll('windowTo').map(String)]
  const windows = form.getAll('windowDays').map((days, index) => ({
    days: String(days).split(',').filter(Boolean).map(Number),
    from: from[index] ?? '',
    // A time field knows no 24:00: from midnight to midnight is the whole day.
    to: from[index] === '00:00' && to[index] === '00:00' ? '24:00' : (to[index] ?? ''),
  }))
  return { timeZone: form.get('timeZone'), windows }
}
