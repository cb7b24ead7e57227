import { z } from 'zod'
import type { Tx } from '@/prisma/client'
import { requireRecentProof } from '../access/decide'
import type { Actor, UserActor } from '../actor'
import { appendAudit } from '../audit/append'
import { parseInput } from '../list'
import { type MailTopic, mailTopics, readMailOff } from '../notices/mail-kinds'
import { mailLanguages } from '../notices/mail-settings'
import type { Platform } from '../platform'
import { inTransaction, takeTurn } from '../transaction'
import { changeUser } from './change-user'
import { mailAddressSchema } from './mail-address'

const addressInput = z.object({ email: mailAddressSchema })
const topicsInput = z.object({ off: z.array(z.enum(mailTopics)).max(mailTopics.length) })

/** Where one's own mail goes, and what of it one does without. */
export interface MailProfile {
  email: string | null
  off: MailTopic[]
}

export async function mailProfile({ db }: Platform, actor: UserActor): Promise<MailProfile> {
  const { email, mailOff } = await db.user.findUniqueOrThrow({ where: { id: actor.id } })
  return { email, off: readMailOff(mailOff) }
}

/** Says where a user's mail goes; empty: nowhere. The address before is told. Throws `invalid-input`, `not-found`. */
export async function changeAddress(platform: Platform, actor: Actor, id: string, input: unknown): Promise<void> {
  const { email } = parseInput(addressInput, input)
  await changeUser(platform, actor, id, async (tx, user) => {
    if (user.email === email) return null
    await tx.user.update({ where: { id }, data: { email, updatedAt: new Date() } })
    return { action: 'user.update', detail: { before: { email: user.email }, after: { email } } }
  })
}

/**
 * Says where one's own mail goes. It may bring a link that sets the password, so a fresh proof is asked for, and the address
 * before is told. Throws `step-up-required`, `invalid-input`.
 */
export async function changeOwnAddress(platform: Platform, actor: UserActor, input: unknown): Promise<void> {
  requireRecentProof(actor, 'user.email', platform.config.access)
  const { email } = parseInput(addressInput, input)
  await inTransaction(platform.db, async (tx) => {
    await takeTurn(tx)
    const { email: before } = await tx.user.findUniqueOrThrow({ where: { id: actor.id } })
    if (before === email) return
    await tx.user.update({ where: { id: actor.id }, data: { email, updatedAt: new Date() } })
    await note(tx, actor, 'user.update', { before: { email: before }, after: { email } })
  })
}

/** Sets which topics of mail one does without. Throws `invalid-input`. */
export async function chooseTopics(platform: Platform, actor: UserActor, input: unknown): Promise<void> {
  const off = [...new Set(parseInput(topicsInput, input).off)].sort()
  await inTransaction(platform.db, async (tx) => {
    await takeTurn(tx)
    const { mailOff } = await tx.user.findUniqueOrThrow({ where: { id: actor.id } })
    const before = readMailOff(mailOff).sort()
    if (JSON.stringify(before) === JSON.stringify(off)) return
    await tx.user.update({ where: { id: actor.id }, data: { mailOff: JSON.stringify(off) } })
    await note(tx, actor, 'preferences.update', { before: { mailOff: before }, after: { mailOff: off } })
  })
}

/** Remembers in which language to write to someone: the one that they chose for the pages. An unknown one is ignored. */
export async function rememberLanguage(platform: Platform, actor: UserActor, language: string): Promise<void> {
  if (!mailLanguages.some((known) => known === language)) return
  await inTransaction(platform.db, async (tx) => {
    await takeTurn(tx)
    const { locale } = await tx.user.findUniqueOrThrow({ where: { id: actor.id } })
    if (locale === language) return
    await tx.user.update({ where: { id: actor.id }, data: { locale: language } })
    await note(tx, actor, 'preferences.update', { before: { language: locale }, after: { language } })
  })
}

function note(
  tx: Tx,
  actor: UserActor,
  action: 'user.update' | 'preferences.update',
  detail: NonNullable<Parameters<typeof appendAudit>[1]['detail']>,
): Promise<void> {
  const target = { kind: 'user' as const, id: actor.id, name: actor.name }
  return appendAudit(tx, { actor, action, outcome: 'success', target, detail })
}
