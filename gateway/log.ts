import { type Logger, pino } from 'pino'
import pretty from 'pino-pretty'
import type { Config } from '@/core/config'

/** Names under which a secret could slip into a logged object, at the top and one level down. */
const secretNames = [
  'password',
  'passphrase',
  'privateKey',
  'secret',
  'token',
  'cookie',
  'authorization',
  'key',
  'auth',
  'answers',
]

/** Structured lines on stdout, readable ones in a terminal; secrets are redacted by name wherever they might appear. */
export function createLog(config: Pick<Config, 'logLevel'>): Logger {
  const options = {
    level: config.logLevel,
    base: { name: 'gatehouse' },
    redact: { paths: secretNames.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '[redacted]' },
    serializers: { err: pino.stdSerializers.errWithCause },
  }
  return process.stdout.isTTY
    ? pino(options, pretty({ ignore: 'pid,hostname,name', translateTime: 'HH:MM:ss' }))
    : pino(options)
}
