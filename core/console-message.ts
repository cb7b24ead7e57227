import { ConfigError } from './config'
import { type ErrorCode, GatehouseError } from './errors'

type Params = GatehouseError['params']

const sentences: Partial<Record<ErrorCode, (params: Params) => string>> = {
  'already-exists': ({ what, name }) => `There is already a ${what ?? 'record'} ${name ? `“${name}”` : 'like this'}.`,
  'not-found': ({ what, name }) => `There is no ${what ?? 'such record'}${name ? ` “${name}”` : ''}.`,
  'address-forbidden': ({ address }) => `Targets may not lie at ${address} (setting GATEHOUSE_FORBIDDEN_TARGETS).`,
  'password-too-short': () => 'The password is too short: 12 characters or more.',
  'password-too-common': () => 'The password is on a list of common passwords: choose another.',
  'no-access': ({ condition }) => `No grant opens this now (${condition}).`,
  'not-allowed': () => 'This is not allowed.',
  'in-use': ({ what, people, tokens }) =>
    what === 'role' ? `The role is held by ${people} people and ${tokens} service tokens.` : 'It is in use.',
  conflict: ({ reason }) =>
    reason === 'rotation-runs'
      ? 'Another rotation of the master key is running.'
      : 'Someone else changed this just now.',
  'data-folder-unwritable': () => 'The data folder can not be written.',
  'master-key-wrong': ({ reason }) => masterKey[String(reason)] ?? 'The master key can not be used.',
}

const masterKey: Record<string, string> = {
  'file-missing': 'The master key file is missing, and this database was sealed with one: put it back.',
  'file-open-to-all': 'Everyone on this machine may read the master key file: chmod 600 it.',
  'file-unreadable': 'The master key file can not be read.',
  'file-unwritable': 'The folder of the master key file can not be written.',
  'file-malformed': 'The master key file holds no master key.',
  'key-unknown': 'The master key is not the one this database was sealed with.',
  'record-altered': 'The master key is wrong, or a sealed record was altered.',
}

const fields: Record<string, string> = {
  required: 'is missing',
  'too-long': 'is too long',
  'too-many': 'are too many',
  'one-line': 'must be one line without control characters',
  'port-range': 'must be a whole number from 1 to 65535',
  'address-invalid': 'must be an IPv4 or IPv6 address or a DNS name',
  'tag-invalid': 'may hold letters, digits and . _ : / - alone',
  'login-invalid': 'may hold no spaces and no control characters',
  taken: 'is taken',
  'permission-needed': 'are missing',
  'login-pattern': 'must be login names without spaces; a * may stand at the end',
  'network-invalid': 'must be address ranges such as 192.0.2.0/24',
  'time-invalid': 'must be a time such as 09:00',
  'time-empty': 'must not be the same as the beginning',
  'time-zone': 'must be a time zone such as Europe/Berlin',
  'before-begin': 'lies before the beginning',
  'mail-invalid': 'is no e-mail address',
}

/**
 * What went wrong, as one English line for standard error, for the server at its start and for the command line. Never a secret.
 * Control characters (from a name, say) are shown, not obeyed.
 */
export function consoleMessage(thrown: unknown): string {
  return printable(sentenceOf(thrown))
}

function sentenceOf(thrown: unknown): string {
  if (thrown instanceof ConfigError) return thrown.message
  if (!(thrown instanceof GatehouseError)) return thrown instanceof Error ? thrown.message : 'Something went wrong.'
  const { position } = thrown.params
  const problems = Object.entries(thrown.fields).map(([field, key]) => {
    return `${field} ${key.startsWith('tags-') ? `can not be read at character ${position}` : (fields[key] ?? 'is not valid')}`
  })
  if (thrown.code === 'invalid-input') return `Not valid: ${problems.join(', ')}.`
  return sentences[thrown.code]?.(thrown.params) ?? `Failed: ${thrown.code}.`
}

/** Text from the database for a terminal: control characters, which could move its cursor or worse, made visible. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Bidi_Control}]/gu, (character) => {
    return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`
  })
}
