import { parseArgs } from 'node:util'

export interface Options {
  /** Names of rows; empty: all. */
  only: string[]
  /** How often each row's series is repeated, the systems taking turns. */
  runs: number
  /** Fewer samples and smaller crowds: to see that everything works, not to quote. */
  quick: boolean
  /** Puts the table into docs/performance.md. */
  write: boolean
  /** Writes processor profiles of the servers' processes into this folder while they are measured. */
  profile: string | undefined
}

/** Reads the command line. Throws with a sentence for the person who typed it. */
export function readOptions(args: string[], known: readonly string[]): Options {
  const { values } = parseArgs({
    args,
    options: {
      only: { type: 'string', default: '' },
      runs: { type: 'string' },
      quick: { type: 'boolean', default: false },
      write: { type: 'boolean', default: false },
      profile: { type: 'string' },
      'no-build': { type: 'boolean', default: false },
    },
  })
  const only = values.only.split(',').filter(Boolean)
  const strange = only.find((name) => !known.includes(name))
  if (strange) throw new Error(`There is no row "${strange}"; there are: ${known.join(', ')}`)
  const runs = Number(values.runs ?? (values.quick ? 1 : 3))
  if (!Number.isInteger(runs) || runs < 1) throw new Error('--runs takes a whole number from 1.')
  return { only, runs, quick: values.quick, write: values.write, profile: values.profile }
}
