import type { Metadata } from 'next'
import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { getPlatform } from '@/app/_lib/platform'
import { currentActor } from '@/app/_lib/request'
import { show } from '@/app/_lib/show'
import { DeleteCredential } from '@/components/credentials/delete-credential'
import { EditCredentialForm } from '@/components/credentials/edit-form'
import { Kind } from '@/components/credentials/kind'
import { PublicKey } from '@/components/credentials/public-key'
import { BackLink } from '@/components/shell/back-link'
import { Page } from '@/components/shell/page'
import { Card, CardTitle, Facts, PageHeader } from '@/components/ui/surfaces'
import { Time } from '@/components/ui/time'
import { getOwnCredential } from '@/core/vault/own-credential-reads'
import { deleteOwnAction, updateOwnAction } from '../actions'

const base = '/my-credentials'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('ownCredentials'))('title') }
}

/** One of one's own: its public half, what opens with it, and the way to change it. */
export default function OwnCredentialPage(props: { params: Promise<{ id: string }> }) {
  return show(base, async () => {
    const [actor, { id }, t, words, common] = await Promise.all([
      currentActor(),
      props.params,
      getTranslations('ownCredentials'),
      getTranslations('credentials'),
      getTranslations('common'),
    ])
    const credential = await getOwnCredential(getPlatform(), actor, id)
    const { name, kind, keyType, publicKey, fingerprint, uses, lastUsedAt } = credential
    return (
      <Page>
        <title>{`${name} · Gatehouse`}</title>
        <PageHeader
          above={<BackLink href={base}>{t('title')}</BackLink>}
          title={name}
          lead={t('sealed')}
          actions={<DeleteCredential name={name} accounts={0} remove={deleteOwnAction.bind(null, id)} />}
        />
        <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_20rem]">
          <div className="flex min-w-0 flex-col gap-4">
            {publicKey && <PublicKey publicKey={publicKey} fingerprint={fingerprint} />}
            <Card>
              <CardTitle lead={t('editLead')}>{words('edit')}</CardTitle>
              <EditCredentialForm credential={{ name, kind }} update={updateOwnAction.bind(null, id)} />
            </Card>
          </div>
          <Card className="flex flex-col gap-4">
            <h2 className="sr-only">{words('details')}</h2>
            <Facts
              facts={[
                [words('column.kind'), <Kind key="kind" kind={kind} detail={keyType} />],
                [words('added'), <Time key="added" at={credential.createdAt} />],
                [words('changed'), <Time key="changed" at={credential.updatedAt} />],
                [words('column.used'), lastUsedAt ? <Time key="used" at={lastUsedAt} /> : common('never')],
              ]}
            />
            <div className="border-line border-t pt-3">
              <h3 className="mb-1 text-muted text-sm">{t('opens', { count: uses.length })}</h3>
              <ul className="flex max-h-72 flex-col gap-1 overflow-y-auto text-sm">
                {uses.map(({ accountId, login, hostId, hostName }) => (
                  <li key={accountId} className="min-w-0 truncate">
                    <Link href={`/hosts/${hostId}`} className="hover:text-accent hover:underline">
                      <span className="machine text-muted">{login}@</span>
                      {hostName}
                    </Link>
                  </li>
                ))}
              </ul>
              {uses.length === 0 && <p className="text-muted text-sm">{t('howToUse')}</p>}
            </div>
          </Card>
        </div>
      </Page>
    )
  })
}
