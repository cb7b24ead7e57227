import { once } from 'node:events'
import { connect, createServer } from 'node:net'

// A process that does nothing but pass bytes on, both ways: what one more process between a client and its host costs,
// whatever it does there.

process.once('message', ({ port }: { port: number }) => {
  const server = createServer({ noDelay: true }, (near) => {
    const far = connect({ host: '127.0.0.1', port, noDelay: true })
    near.pipe(far)
    far.pipe(near)
    for (const [one, other] of [[near, far] as const, [far, near] as const]) {
      one.on('error', () => other.destroy())
      one.on('close', () => other.destroy())
    }
  })
  server.listen(0, '127.0.0.1')
  void once(server, 'listening').then(() => {
    const address = server.address()
    if (address && typeof address === 'object') process.send?.({ port: address.port })
  })
})
process.once('disconnect', () => process.exit(0))
