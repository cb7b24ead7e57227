import { beforeAll, describe, expect, it } from 'vitest'
import type { UserActor } from '../actor'
import { changeMembers, createGroup } from '../identity/groups'
import { disableUser } from '../identity/users'
import { createHost } from '../inventory/hosts'
import { addTestUser, describeEachDatabase } from '../testing/platform'
import { capabilities } from './capabilities'
import { whatCanReach, whoCanReach } from './explain'
import { readPeople, readPlaces } from './facts'
import { createGrant, deleteGrant, getGrant, updateGrant } from './grants'
import { previewChange } from './preview'
import { decideReach } from './reach'
import { loadRules } from './rules'
import { unknownAtConnecting } from './world'

const year = 365 * 86_400_000

describeEachDatabase('explaining access', (open) => {
  let people: Record<'ada' | 'ben' | 'cyd' | 'dora' | 'audra', UserActor>
  let hosts: Record<'web' | 'db' | 'bare', string>
  const grants: Record<string, string> = {}
  beforeAll(async () => {
    const platform = open()
    const add = (role: 'administrator' | 'operator' | 'auditor', name: string) => addTestUser(platform, role, name)
    people = {
      ada: await add('administrator', 'ada'),
      ben: await add('operator', 'ben'),
      cyd: await add('operator', 'cyd'),
      dora: await add('operator', 'dora'),
      audra: await add('auditor', 'audra'),
    }
    const { ada } = people
    const host = async (name: string, n: number, tags: string[], logins: string[]) =>
      (
        await createHost(platform, ada, {
          name,
          address: `192.0.2.${n}`,
          tags,
          accounts: logins.map((login) => ({ login })),
        })
      ).id
    hosts = {
      web: await host('web', 1, ['prod', 'web'], ['deploy', 'root']),
      db: await host('db', 2, ['prod', 'db1'], ['postgres']),
      bare: await host('bare', 3, [], []),
    }
    const ops = await createGroup(platform, ada, { name: 'Ops' })
    await changeMembers(platform, ada, ops.id, { add: [people.ben.id, people.dora.id] })
    await disableUser(platform, ada, people.dora.id)
    const grant = async (name: string, input: Record<string, unknown>) => {
      grants[name] = (await createGrant(platform, ada, { name, capabilities: ['shell'], ...input })).id
    }
    await grant('ops', {
      groupIds: [ops.id],
      tagExpression: 'prod',
      logins: ['deploy', 'post*'],
      requiresSecondFactor: true,
    })
    await grant('ben', {
      userIds: [people.ben.id],
      hostIds: [hosts.web],
      validUntil: new Date(Date.now() + year),
      networks: ['192.0.2.0/24'],
    })
    await grant('old', { userIds: [people.cyd.id], hostIds: [hosts.web], validUntil: new Date(Date.now() - 1000) })
    await grant('review', { userIds: [people.audra.id], allHosts: true })
  })

  it('tells who can reach a host, as whom, until when, and why', async () => {
    const { rows, reachable, blocked } = await whoCanReach(open(), people.audra, hosts.web)
    expect([reachable, blocked]).toEqual([1, 3])
    expect(rows.map(({ user, refusal }) => [user.name, refusal])).toEqual([
      ['ben', null],
      ['audra', 'role-forbids'],
      ['cyd', 'condition'],
      ['dora', 'user-disabled'],
    ])
    expect(rows[0]?.until).toBeNull()
    expect(rows[0]?.by.toSorted((a, b) => a.grant.name.localeCompare(b.grant.name))).toMatchObject([
      {
        grant: { name: 'ben' },
        via: { user: true, groups: [] },
        logins: [],
        accounts: ['deploy', 'root'],
        unexamined: ['networks'],
        networks: ['192.0.2.0/24'],
      },
      {
        grant: { name: 'ops' },
        via: { user: false, groups: [{ name: 'Ops' }] },
        accounts: ['deploy'],
        unexamined: ['second-factor'],
        validUntil: null,
      },
    ])
    expect(rows[2]?.by[0]?.failed).toEqual(['expired'])
    await expect(whoCanReach(open(), people.ben, hosts.web)).rejects.toMatchObject({ code: 'not-allowed' })
    await expect(whoCanReach(open(), people.ada, 'gone')).rejects.toMatchObject({ code: 'not-found' })
  })

  it('tells what a person can reach', async () => {
    const { rows } = await whatCanReach(open(), people.ada, people.ben.id)
    expect(rows.map(({ host, by }) => [host.name, by.map(({ accounts }) => accounts)])).toEqual([
      ['db', [['postgres']]],
      ['web', expect.arrayContaining([['deploy'], ['deploy', 'root']])],
    ])
    expect((await whatCanReach(open(), people.ada, people.ada.id)).rows).toEqual([])
  })

  it('says what the decision says, of everyone and every host', async () => {
    const platform = open()
    const { rules } = await loadRules(platform)
    const [who, places] = [
      await readPeople(
        platform.db,
        Object.values(people).map(({ id }) => id),
      ),
      await readPlaces(platform.db, Object.values(hosts)),
    ]
    for (const [hostId, host] of places) {
      const { rows } = await whoCanReach(platform, people.ada, hostId)
      for (const user of who.values()) {
        const told = rows.find((row) => row.user.id === user.id)
        for (const login of ['deploy', 'root', 'postgres', 'other']) {
          for (const capability of capabilities) {
            const facts = {
              user,
              host,
              login,
              capability,
              at: Date.now(),
              ...unknownAtConnecting,
            }
            const explained =
              told?.reachable === true &&
              told.by.some(
                (by) =>
                  by.failed.length === 0 &&
                  by.capabilities.includes(capability) &&
                  (by.logins.length === 0 ||
                    by.logins.includes(login) ||
                    by.logins.some((one) => one.endsWith('*') && login.startsWith(one.slice(0, -1)))),
              )
            expect(explained).toBe(decideReach(facts, rules).possible)
          }
        }
      }
    }
  })

  describe('before a grant is saved', () => {
    const preview = (change: Parameters<typeof previewChange>[2]) => previewChange(open(), people.ada, change)
    const names = (list: { user: { name: string }; host: { name: string } }[]) =>
      list.map(({ user, host }) => `${user.name} ${host.name}`).sort()

    it('tells who gains what', async () => {
      const input = {
        name: 'new',
        userIds: [people.cyd.id, people.ben.id],
        tagExpression: 'not db*',
        capabilities: ['shell', 'exec'],
      }
      const { gains, losses, counts, complete } = await preview({ kind: 'save', input })
      expect(names(gains)).toEqual(['ben bare', 'ben web', 'cyd bare', 'cyd web'])
      // Ben had shells on web; what is new is exec.
      expect(
        gains
          .find(({ user, host }) => user.name === 'ben' && host.name === 'web')
          ?.what.map(({ capability }) => capability),
      ).toEqual(['exec'])
      expect(gains.find(({ user, host }) => user.name === 'cyd' && host.name === 'web')?.what).toEqual([
        { capability: 'shell', logins: ['deploy', 'root', '*'] },
        { capability: 'exec', logins: ['deploy', 'root', '*'] },
      ])
      expect(losses).toEqual([])
      expect([counts, complete]).toEqual([{ gains: 4, losses: 0, otherTerms: 0 }, true])
    })

    it('tells who loses what, and where only the conditions change', async () => {
      expect(names((await preview({ kind: 'delete', id: grants.ops ?? '' })).losses)).toEqual(['ben db'])
      // On web another grant of Ben's covers the login still; the second factor goes.
      expect(names((await preview({ kind: 'delete', id: grants.ops ?? '' })).otherTerms)).toEqual(['ben web'])
      expect(await preview({ kind: 'delete', id: grants.old ?? '' })).toMatchObject({ counts: { gains: 0, losses: 0 } })
      const input = {
        name: 'ben',
        userIds: [people.ben.id],
        hostIds: [hosts.web],
        capabilities: ['shell'],
        requiresReason: true,
      }
      const changed = await preview({ kind: 'save', id: grants.ben ?? '', input })
      expect(changed.counts).toEqual({ gains: 0, losses: 0, otherTerms: 1 })
      // Whose credential, and how fresh a proof, are terms; left out, they stay as they are.
      const { validUntil, networks } = await getGrant(open(), people.ada, grants.ben ?? '')
      const same = { ...input, requiresReason: false, validUntil, networks }
      for (const [change, otherTerms] of [
        [{ credentials: 'personal' }, 1],
        [{ proofMinutes: 5 }, 1],
        [{}, 0],
      ] as const) {
        const { counts } = await preview({ kind: 'save', id: grants.ben ?? '', input: { ...same, ...change } })
        expect([change, counts]).toEqual([change, { gains: 0, losses: 0, otherTerms }])
      }
    })

    it('counts a beginning in the future as met, and writes nothing', async () => {
      const before = await open().db.auditEvent.count()
      const input = {
        name: 'later',
        everyone: true,
        hostIds: [hosts.bare],
        capabilities: ['shell'],
        validFrom: new Date(Date.now() + year),
      }
      const { gains } = await preview({ kind: 'save', input })
      expect(names(gains)).toEqual(['ada bare', 'ben bare', 'cyd bare'])
      await expect(preview({ kind: 'save', input: { ...input, tagExpression: '(' } })).rejects.toMatchObject({
        code: 'invalid-input',
      })
      await expect(preview({ kind: 'delete', id: 'gone' })).rejects.toMatchObject({ code: 'not-found' })
      await expect(previewChange(open(), people.audra, { kind: 'save', input })).rejects.toMatchObject({
        code: 'not-allowed',
      })
      expect(await open().db.auditEvent.count()).toBe(before)
    })

    it('takes nothing for kept that another grant opens only later, or that it begins later itself', async () => {
      const now = { name: 'now', userIds: [people.cyd.id], hostIds: [hosts.bare], capabilities: ['shell'] }
      const later = { ...now, name: 'later on', validFrom: new Date(Date.now() + year) }
      const { id } = await createGrant(open(), people.ada, now)
      const other = await createGrant(open(), people.ada, later)
      expect(names((await preview({ kind: 'delete', id })).losses)).toEqual(['cyd bare'])
      expect(names((await preview({ kind: 'save', id, input: { ...later, name: 'now' } })).losses)).toEqual([
        'cyd bare',
      ])
      await deleteGrant(open(), people.ada, other.id)
      await deleteGrant(open(), people.ada, id)
    })

    it('is what saving does', async () => {
      const platform = open()
      const reach = async () => {
        const found = new Set<string>()
        for (const { id, name } of Object.values(people)) {
          for (const row of (await whatCanReach(platform, people.ada, id)).rows)
            if (row.reachable) found.add(`${name} ${row.host.name}`)
        }
        return found
      }
      const first = { name: 'x', everyone: true, hostIds: [hosts.bare], capabilities: ['shell'] }
      const second = { name: 'x', userIds: [people.cyd.id], tagExpression: 'prod', capabilities: ['shell'] }
      const told = async (change: Parameters<typeof previewChange>[2], work: () => Promise<unknown>) => {
        const { gains, losses } = await preview(change)
        const before = await reach()
        await work()
        const after = await reach()
        expect([...after].filter((pair) => !before.has(pair)).sort()).toEqual(
          names(gains).filter((pair) => !before.has(pair)),
        )
        expect([...before].filter((pair) => !after.has(pair)).sort()).toEqual(
          names(losses).filter((pair) => !after.has(pair)),
        )
      }
      let id = ''
      await told({ kind: 'save', input: first }, async () => {
        id = (await createGrant(platform, people.ada, first)).id
      })
      await told({ kind: 'save', id, input: second }, () => updateGrant(platform, people.ada, id, second))
      await told({ kind: 'delete', id }, () => deleteGrant(platform, people.ada, id))
    })
  })
})
