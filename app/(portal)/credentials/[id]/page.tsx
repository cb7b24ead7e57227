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
import { decide } from '@/core/access/decide'
import { getCredential } from '@/core/vault/credentials'
import { deleteCredentialAction, updateCredentialAction } from '../actions'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('credentials'))('title') }
}

export default function CredentialPage(props: { params: Promise<{ id: string }> }) {
  return show('/credentials', async () => {
    const [actor, { id }, t, common] = await Promise.all([
      currentActor(),
      props.params,
      getTranslations('credentials'),
      getTranslations('common'),
    ])
    const platform = getPlatform()
    const credential = await getCredential(platform, actor, id)
    const mayEdit = decide(actor, 'credential.edit', platform.config.access).allowed
    return (
      <Page>
        <title>{`${credential.name} · Gatehouse`}</title>
        <PageHeader
          above={<BackLink href="/credentials">{t('title')}</BackLink>}
          title={credential.name}
          lead={t('sealed')}
          actions={
            mayEdit && (
              <DeleteCredential
                name={credential.name}
                accounts={credential.accounts}
                remove={deleteCredentialAction.bind(null, id)}
              />
            )
          }
        />
        <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_20rem]">
          <div className="flex min-w-0 flex-col gap-4">
            {credential.publicKey && (
              <PublicKey publicKey={credential.publicKey} fingerprint={credential.fingerprint} />
            )}
            {mayEdit && (
              <Card>
                <CardTitle lead={t('editLead')}>{t('edit')}</CardTitle>
                <EditCredentialForm credential={credential} update={updateCredentialAction.bind(null, id)} />
              </Card>
            )}
          </div>
          <Card className="flex flex-col gap-4">
            <h2 className="sr-only">{t('details')}</h2>
            <Facts
              facts={[
                [t('column.kind'), <Kind key="kind" kind={credential.kind} detail={credential.keyType} />],
                [t('added'), <Time key="added" at={credential.createdAt} />],
                [t('changed'), <Time key="changed" at={credential.updatedAt} />],
                [
                  t('column.used'),
                  credential.lastUsedAt ? <Time key="used" at={credential.lastUsedAt} /> : common('never'),
                ],
              ]}
            />
            <div className="border-line border-t pt-3">
              <h3 className="mb-1 text-muted text-sm">{t('usedBy', { count: credential.accounts })}</h3>
              <ul className="flex max-h-72 flex-col gap-1 overflow-y-auto text-sm">
                {credential.usedBy.map(({ accountId, login, hostId, hostName }) => (
                  <li key={accountId} className="min-w-0 truncate">
                    <Link href={`/hosts/${hostId}`} className="hover:text-accent hover:underline">
                      <span className="machine text-muted">{login}@</span>
                      {hostName}
                    </Link>
                  </li>
                ))}
              </ul>
            </div>
          </Card>
        </div>
      </Page>
    )
  })
}
