import { redirect } from 'next/navigation'
import { currentActor } from './_lib/request'

/** Home is what the role is for. */
export default async function Home() {
  const actor = await currentActor()
  redirect(actor.role === 'auditor' ? '/sessions' : '/hosts')
}
