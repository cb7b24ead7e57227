import { Hand, Pencil, SquareTerminal } from 'lucide-react'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { getPlatform } from '@/app/_lib/platform'
import { currentActor } from '@/app/_lib/request'
import { queryOf, type SearchParams, show, showPart } from '@/app/_lib/show'
import { AccountList } from '@/components/hosts/account-list'
import { Address } from '@/components/hosts/address'
import { DeleteHost } from '@/components/hosts/delete-host'
import { HostFacts } from '@/components/hosts/host-facts'
import { HostKeys } from '@/components/hosts/host-keys'
import { BackLink } from '@/components/shell/back-link'
import { Page } from '@/components/shell/page'
import { LinkButton } from '@/components/ui/button'
import { PageHeader } from '@/components/ui/surfaces'
import { decide } from '@/core/access/decide'
import type { Action } from '@/core/access/roles'
import { hostGroupsOf } from '@/core/inventory/host-groups'
import { getHost } from '@/core/inventory/hosts'
import { requestableOn } from '@/core/requests/ask'
import { ownChoices } from '@/core/vault/own-credential-reads'
import { chooseOwnAction } from '../../my-credentials/actions'
import { deleteHostAction, importKeysAction, removeKeyAction, replaceKeysAction } from '../actions'
import { HostReachSection } from './host-reach'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('hosts'))('title') }
}

export default function HostPage(props: { params: Promise<{ id: string }>; searchParams: SearchParams }) {
  return show('/hosts', async () => {
    const [actor, { id }, query, t, common, requests] = await Promise.all([
      currentActor(),
      props.params,
      queryOf(props.searchParams),
      getTranslations('hosts'),
      getTranslations('common'),
      getTranslations('requests'),
    ])
    const platform = getPlatform()
    const host = await getHost(platform, actor, id)
    const may = (action: Action) => decide(actor, action, platform.config.access).allowed
    const groups = may('host-group.list') ? await hostGroupsOf(platform, actor, id) : undefined
    const [first] = host.accounts
    const own = await ownChoices(
      platform,
      actor,
      host.accounts.map((account) => account.id),
    )
    const asks = may('request.ask') && (await requestableOn(platform, actor, id)).length > 0
    return (
      <Page>
        <title>{`${host.name} · Gatehouse`}</title>
        <PageHeader
          above={<BackLink href="/hosts">{t('title')}</BackLink>}
          title={host.name}
          lead={<Address address={host.address} port={host.port} />}
          actions={
            <>
              {may('host.edit') && (
                <>
                  <DeleteHost
                    name={host.name}
                    accounts={host.accounts.length}
                    keys={host.hostKeys.length}
                    remove={deleteHostAction.bind(null, id)}
                  />
                  <LinkButton href={`/hosts/${id}/edit`}>
                    <Pencil aria-hidden />
                    {common('edit')}
                  </LinkButton>
                </>
              )}
              {asks && (
                <LinkButton href={`/requests/new?host=${id}`}>
                  <Hand aria-hidden />
                  {requests('askHere')}
                </LinkButton>
              )}
              {first && may('session.open') && (
                <LinkButton variant="primary" href={`/terminal/${first.id}`} prefetch={false} data-shortcut="c">
                  <SquareTerminal aria-hidden />
                  <span className="max-w-60 truncate">{t('connectAs', { login: first.login })}</span>
                </LinkButton>
              )}
            </>
          }
        />
        <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_20rem]">
          <div className="flex min-w-0 flex-col gap-4">
            <AccountList
              host={host}
              mayEdit={may('host.edit')}
              showCredentials={may('credential.list')}
              own={may('credential.edit-own') ? { ...own, choose: chooseOwnAction } : undefined}
            />
            <HostKeys
              keys={host.hostKeys}
              mayImport={may('host-key.accept')}
              mayReplace={may('host-key.replace')}
              add={importKeysAction.bind(null, id)}
              replace={replaceKeysAction.bind(null, id)}
              remove={removeKeyAction.bind(null, id)}
            />
            {may('grant.list') && (await showPart(() => HostReachSection({ actor, hostId: id, query })))}
          </div>
          <HostFacts host={host} groups={groups} sessions={may('session.view-own')} events={may('audit.view')} />
        </div>
      </Page>
    )
  })
}
