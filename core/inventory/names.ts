import { lookup } from 'node:dns/promises'
import { GatehouseError } from '../errors'
import { normalizeAddress } from './address'

/** What DNS, and whatever else the system asks, says of names. */
export interface Names {
  /** Where a name leads at this moment, each address in its one spelling ({@link normalizeAddress}); nowhere, or too late: empty. */
  resolve(name: string): Promise<string[]>
  /**
   * Which of these names lead to one of the addresses; answers may be a minute old. Throws `target-unclear` when it can't be
   * told in time, or there are too many names: then nothing is known of them, and whoever asks must not go on. What was
   * asked goes on being looked up, so that the next time is quicker.
   */
  leadingTo(names: readonly string[], addresses: readonly string[]): Promise<Set<string>>
}

/** How the system resolves a name. */
export type Lookup = (name: string) => Promise<string[]>

const limits = {
  /** How long an answer is taken for true, in milliseconds. */
  keptMs: 60_000,
  /** How long one of many names may take before it leads nowhere, and how long all of them, or a single one, may. */
  nameMs: 2000,
  allMs: 5000,
  /** How many names are looked up at once: Node has few threads for it, which also read files. */
  atOnce: 2,
  /** How many answers are kept. */
  most: 20_000,
}

interface Answer {
  addresses: Promise<string[]>
  /** When it came (Unix ms); undefined while it is on its way. */
  at?: number
}

/** {@link Names} as the system has them, the answers kept for a minute. */
export class NameBook implements Names {
  private readonly kept = new Map<string, Answer>()
  private readonly waiting: (() => void)[] = []
  private running = 0

  constructor(
    private readonly ask: Lookup = systemLookup,
    private readonly limit = limits,
  ) {}

  async resolve(name: string): Promise<string[]> {
    if (this.waiting.length >= this.limit.most) return []
    // Someone waits for this one: it goes before the names that are only compared.
    const found = this.inTurn(name, this.limit.allMs, (run) => this.waiting.unshift(run))
    return (await within(found, this.limit.allMs)) ?? []
  }

  async leadingTo(names: readonly string[], addresses: readonly string[]): Promise<Set<string>> {
    if (names.length > this.limit.most) throw new GatehouseError('target-unclear', { names: names.length })
    this.forget()
    const wanted = new Set(addresses)
    const found = new Set<string>()
    const all = Promise.all(
      [...new Set(names)].map(async (name) => {
        if ((await this.recent(name)).some((address) => wanted.has(address))) found.add(name)
      }),
    )
    const told = await within(all, this.limit.allMs)
    if (!told) throw new GatehouseError('target-unclear', { names: names.length })
    return found
  }

  private recent(name: string): Promise<string[]> {
    const present = this.kept.get(name)
    if (present) return present.addresses
    const answer: Answer = { addresses: this.inTurn(name, this.limit.nameMs, (run) => this.waiting.push(run)) }
    this.kept.set(name, answer)
    void answer.addresses.then(() => {
      answer.at = Date.now()
    })
    return answer.addresses
  }

  /** A name that answers too late leads nowhere; its place is free again only when the system has done with it. */
  private inTurn(name: string, patienceMs: number, queue: (run: () => void) => void): Promise<string[]> {
    return new Promise((resolve) => {
      const run = () => {
        this.running += 1
        const late = setTimeout(() => resolve([]), patienceMs)
        void this.look(name).then((found) => {
          clearTimeout(late)
          resolve(found)
          this.running -= 1
          this.waiting.shift()?.()
        })
      }
      if (this.running < this.limit.atOnce) run()
      else queue(run)
    })
  }

  private async look(name: string): Promise<string[]> {
    const found = await this.ask(name).catch(() => [])
    return found.flatMap((address) => normalizeAddress(address) ?? [])
  }

  private forget(): void {
    const oldest = Date.now() - this.limit.keptMs
    for (const [name, { at }] of this.kept) if (at !== undefined && at < oldest) this.kept.delete(name)
    for (const [name, { at }] of this.kept) {
      if (this.kept.size <= this.limit.most) return
      if (at !== undefined) this.kept.delete(name)
    }
  }
}

/** As the function that dials would ask it. Rejects when there is no such name. */
async function systemLookup(name: string): Promise<string[]> {
  return (await lookup(name, { all: true, verbatim: true })).map(({ address }) => address)
}

/** Undefined when it takes longer than so many milliseconds. */
async function within<T>(work: Promise<T>, ms: number): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), ms)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
