import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { Address } from '@/components/hosts/address'
import { Badge, type Tone } from '@/components/ui/surfaces'
import { Bytes, Duration, Time } from '@/components/ui/values'
import { visible } from '@/components/ui/visible'
import type { SessionSummary } from '@/core/sessions/search'

const tones = { open: 'ok', complete: 'neutral', interrupted: 'warn', missing: 'danger' } as const satisfies Record<
  SessionSummary['recording'],
  Tone
>

/** What is known of a session, term by term. What the host said of its end may be hostile, so it is shown byte by byte. */
export async function sessionFacts(session: SessionSummary, linkHost: boolean): Promise<[string, ReactNode][]> {
  const [t, reasons] = await Promise.all([getTranslations('sessions'), getTranslations('endReason')])
  const { endReason, endedAt, exitStatus, exitSignal } = session
  const known = endReason !== null && reasons.has(`${endReason}.title`)
  const facts: [string, ReactNode][] = [
    [t('fact.who'), session.userName],
    [t('fact.where'), <Host key="host" session={session} link={linkHost} />],
    [t('fact.login'), session.login],
    [t('fact.address'), <Address key="address" address={session.address} port={session.port} />],
    [t('fact.kind'), t(`kind.${session.kind}`)],
    ...credentialFact(session, t),
    [t('fact.from'), session.clientAddress],
    [t('fact.started'), <Time key="started" at={session.startedAt} />],
  ]
  if (endedAt) {
    facts.push(
      [t('fact.ended'), <Time key="ended" at={endedAt} />],
      [t('fact.length'), <Duration key="length" ms={endedAt.getTime() - session.startedAt.getTime()} />],
    )
  }
  if (endReason) {
    facts.push([
      t('fact.how'),
      known ? (
        <div key="how">
          <p>{reasons(`${endReason}.title`)}</p>
          <p className="text-muted">{reasons(`${endReason}.advice`)}</p>
        </div>
      ) : (
        endReason
      ),
    ])
  }
  if (exitStatus !== null || exitSignal) facts.push([t('fact.exit'), visible(exitSignal ?? String(exitStatus))])
  if (session.endDetail) {
    facts.push([
      t('fact.detail'),
      <code key="detail" className="break-all font-mono text-xs">
        {visible(session.endDetail)}
      </code>,
    ])
  }
  facts.push(
    [t('fact.bytesIn'), <Bytes key="in" value={session.bytesIn} />],
    [t('fact.bytesOut'), <Bytes key="out" value={session.bytesOut} />],
    [
      t('fact.recording'),
      <Badge key="recording" tone={tones[session.recording]}>
        {t(`recording.${session.recording}`)}
      </Badge>,
    ],
    [t('fact.input'), session.inputRecorded ? t('inputRecorded') : t('inputNotRecorded')],
  )
  return facts
}

function Host({ session, link }: { session: SessionSummary; link: boolean }) {
  if (!session.hostId || !link) return session.hostName
  return (
    <Link href={`/hosts/${session.hostId}`} className="underline underline-offset-4">
      {session.hostName}
    </Link>
  )
}

/** What it was opened with; nothing of a session from before that was kept. */
function credentialFact(
  { credential }: SessionSummary,
  t: Awaited<ReturnType<typeof getTranslations<'sessions'>>>,
): [string, ReactNode][] {
  if (!credential) return []
  const { name, personal } = credential
  const said = name === null ? t('credential.typed') : t(`credential.${personal ? 'personal' : 'shared'}`, { name })
  return [[t('fact.credential'), said]]
}
