// Someone who leafs through the pages, in a process of its own: asks for pages at a fixed rate, whether or not the last
// has come, and beside it searches the audit log, one search after the other. A second's worth of pages may be under way;
// what a slower server can't keep up with beyond that is left out and counted, so that its queue doesn't grow without end.

export interface VisitorOrder {
  origin: string
  cookie: string
  paths: string[]
  perSecond: number
  /** Paths of searches, one after the other for as long as it runs; empty: none. */
  searches: string[]
}

export interface VisitorTally {
  /** Milliseconds each page took. */
  pages: number[]
  searches: number[]
  failed: number
  /** Pages that were due while a second's worth was still under way. */
  late: number
}

process.once('message', (order: VisitorOrder) => {
  const tally: VisitorTally = { pages: [], searches: [], failed: 0, late: 0 }
  let over = false
  let next = 0
  let underWay = 0
  const get = async (path: string, into: number[]) => {
    const begun = performance.now()
    underWay += 1
    try {
      const answer = await fetch(new URL(path, order.origin), { headers: { cookie: order.cookie }, redirect: 'manual' })
      await answer.arrayBuffer()
      if (answer.status !== 200) tally.failed += 1
      into.push(performance.now() - begun)
    } catch {
      tally.failed += 1
    }
    underWay -= 1
    if (over && underWay === 0) process.send?.(tally)
  }
  const timer = setInterval(() => {
    if (underWay > order.perSecond) tally.late += 1
    else void get(order.paths[next++ % order.paths.length] ?? '/', tally.pages)
  }, 1000 / order.perSecond)
  const search = async () => {
    for (let n = 0; !over && order.searches.length > 0; n++) {
      await get(order.searches[n % order.searches.length] ?? '/', tally.searches)
    }
  }
  void search()
  process.once('message', () => {
    over = true
    clearInterval(timer)
    if (underWay === 0) process.send?.(tally)
  })
  process.send?.('visiting')
})
process.once('disconnect', () => process.exit(0))
