import { redirect } from 'next/navigation'
import { mayDo } from '@/core/access/decide'
import type { Action } from '@/core/access/roles'
import { currentActor } from './_lib/request'

/** What someone comes for, first things first. */
const homes = [
  ['/hosts', 'host.list'],
  ['/sessions', 'session.view-all'],
  ['/audit', 'audit.view'],
  ['/users', 'user.list'],
  ['/grants', 'grant.list'],
  ['/credentials', 'credential.list'],
  ['/sessions', 'session.view-own'],
] as const satisfies [string, Action][]

/** Home is what the role is for; where it opens no list, one's own account. */
export default async function Home() {
  const { role } = await currentActor()
  redirect(homes.find(([, action]) => mayDo(role, action))?.[0] ?? '/profile')
}
