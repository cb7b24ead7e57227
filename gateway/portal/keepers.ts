import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { GatehouseError } from '@/core/errors'
import type { Platform } from '@/core/platform'
import type { OpenOrder } from '@/core/sessions/order'
import type { EndReason } from '@/core/sessions/reasons'
import { packageRoot } from '@/prisma/migrate'
import type { HeldSession } from '../ipc/messages'
import { socketPaths } from '../socket-places'
import { KeeperLink } from './keeper-link'
import { Placed, type PlacedEvents } from './placed'
import { Seat } from './seat'

/** A session that outlived the portal which opened it: whoever adopts it hears of it from then on. */
export interface FoundSession {
  held: HeldSession
  adopt: (events: PlacedEvents) => Placed
}

/** How long keepers have to complete their recordings when the portal goes down. */
const shutdownLimitMs = 6000
/** A keeper that dies at once is not started again in a tight loop. */
const restartPauseMs = 1000

/**
 * The keepers: found again or started with the portal, replaced when one dies, each new session placed in the least loaded.
 * One that runs other code than today's (before an upgrade) keeps its sessions, gets no new ones, and ends with its last.
 */
export class Keepers {
  private readonly seats = new Set<Seat>()
  private readonly build: string
  private lastId = 0
  private closing = false

  constructor(
    private readonly platform: Platform,
    private readonly script = join(packageRoot(), 'dist', 'keeper.mjs'),
  ) {
    this.build = createHash('sha256').update(readFileSync(script)).digest('hex').slice(0, 12)
  }

  /** Finds the keepers that live and starts what lacks. Answers the sessions they hold. Rejects when one does not start. */
  async start(): Promise<FoundSession[]> {
    await Promise.all(socketPaths(this.platform.config.dataFolder, 'keepers').map((path) => this.find(path)))
    const found = [...this.seats].flatMap((seat) => seat.link.held.map((held) => this.foundSession(seat, held)))
    this.lastId = Math.max(0, ...found.map(({ held }) => held.handle))
    for (const seat of this.seats) this.endWhenDrained(seat)
    const lacking = Math.max(0, this.platform.config.keepers - this.placing().length)
    await Promise.all(Array.from({ length: lacking }, () => this.add()))
    return found
  }

  /** Gives the order to the least loaded keeper. Throws `keeper-unavailable` when there is none. */
  place(order: OpenOrder, events: PlacedEvents): Placed {
    const [seat] = this.placing().sort((a, b) => a.load - b.load)
    if (!seat || this.closing) throw new GatehouseError('keeper-unavailable')
    const handle = ++this.lastId
    seat.take(handle, events)
    seat.link.send({ type: 'open', handle, order })
    return this.placed(seat, handle)
  }

  /**
   * Ends every session with this reason; resolves when all keepers are gone and every `ended` was heard. A keeper that takes
   * longer than `limitMs` is killed, and its sessions that haven't ended by then are lost.
   */
  async shutdown(reason: EndReason, limitMs = shutdownLimitMs): Promise<void> {
    this.closing = true
    await Promise.all([...this.seats].map((seat) => seat.link.shutdown(reason, limitMs)))
  }

  /** Lets go of all: they and their sessions live on, for the next portal to find. */
  leave(): void {
    this.closing = true
    for (const seat of this.seats) seat.link.leave()
  }

  private placing(): Seat[] {
    return [...this.seats].filter((seat) => seat.link.build === this.build)
  }

  private placed(seat: Seat, handle: number): Placed {
    return new Placed(
      seat,
      handle,
      () => ++this.lastId,
      () => this.endWhenDrained(seat),
    )
  }

  private foundSession(seat: Seat, held: HeldSession): FoundSession {
    // What it says before it is adopted waits.
    seat.await(held.handle)
    return {
      held,
      adopt: (events) => {
        const placed = this.placed(seat, held.handle)
        seat.take(held.handle, events)
        return placed
      },
    }
  }

  private async find(socketPath: string): Promise<void> {
    const seat = new Seat(() => this.replace(seat))
    const link = await KeeperLink.find(this.platform, socketPath, seat.events)
    if (!link) return
    seat.link = link
    this.seats.add(seat)
    const draining = link.build !== this.build
    this.platform.log.info({ pid: link.pid, sessions: link.held.length, draining }, 'keeper found again')
  }

  private async add(): Promise<void> {
    const seat = new Seat(() => this.replace(seat))
    seat.link = await KeeperLink.start(this.platform, this.script, this.build, seat.events)
    this.seats.add(seat)
    this.platform.log.info({ pid: seat.link.pid }, 'keeper started')
  }

  private endWhenDrained(seat: Seat): void {
    if (this.closing || seat.link.build === this.build || seat.load > 0) return
    this.seats.delete(seat)
    this.platform.log.info({ pid: seat.link.pid }, 'an old keeper has drained')
    void seat.link.shutdown('shutdown', shutdownLimitMs)
  }

  /** Its sessions end, each with the reason; the others notice nothing. */
  private replace(seat: Seat): void {
    if (!this.seats.delete(seat)) return
    seat.lose()
    if (!this.closing) setTimeout(() => this.restart(), restartPauseMs).unref()
  }

  private restart(): void {
    if (this.closing || this.placing().length >= this.platform.config.keepers) return
    this.add().catch((error: unknown) => {
      this.platform.log.error({ err: error }, 'a keeper did not start')
      setTimeout(() => this.restart(), restartPauseMs).unref()
    })
  }
}
