import { renameSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it } from 'vitest'
import { createTestPlatform } from '@/core/testing/platform'
import { answerHealth } from './health'

it('is live while it answers, and ready while database and pages answer and the data folder takes a file', async () => {
  const platform = await createTestPlatform()
  let pagesAnswer = true
  const server = createServer((request, response) => {
    void answerHealth(request.url === '/readyz' ? '/readyz' : '/healthz', response, platform, async () => {
      if (!pagesAnswer) throw new Error('away')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  // A TCP server's address is never a path.
  const { port } = server.address() as AddressInfo
  const ask = async (path: string) => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`)
    return [answer.status, await answer.json()]
  }
  try {
    expect(await ask('/readyz')).toEqual([200, { status: 'ok', database: true, data: true, pages: true }])
    const away = `${platform.config.dataFolder}-away`
    renameSync(platform.config.dataFolder, away)
    expect(await ask('/readyz')).toEqual([503, expect.objectContaining({ status: 'unavailable', data: false })])
    expect(await ask('/healthz')).toEqual([200, { status: 'ok' }])
    renameSync(away, platform.config.dataFolder)
    pagesAnswer = false
    expect(await ask('/readyz')).toEqual([503, expect.objectContaining({ database: true, data: true, pages: false })])
    pagesAnswer = true
    await platform.db.$executeRawUnsafe('DROP TABLE "AuditHead"')
    expect(await ask('/readyz')).toEqual([503, { status: 'unavailable', database: false, data: true, pages: true }])
  } finally {
    server.close()
    await platform.close()
  }
})
