'use client'

import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { LossDialog } from '@/components/grants/loss-dialog'
import { Address } from '@/components/hosts/address'
import { ColumnTable, type ListPlace } from '@/components/list/column-table'
import { RowKeys } from '@/components/list/row-keys'
import { Button } from '@/components/ui/button'
import type { Outcome } from '@/components/ui/form'
import type { ChangePreview } from '@/core/access/preview'
import type { HostMember } from '@/core/inventory/host-group-reads'

interface HostMembersProps {
  group: { name: string }
  hosts: readonly HostMember[]
  list: ListPlace
  /** Whether this person may open a host's page. */
  linked: boolean
  /** Takes a host out, and what that would do; left out for those who may not. */
  edit?: {
    ask: (hostId: string) => Promise<Outcome<ChangePreview>>
    remove: (hostId: string) => Promise<Outcome<null>>
  }
}

/** The hosts of a group. */
export function HostMembersTable({ group, hosts, list, linked, edit }: HostMembersProps) {
  const t = useTranslations('hostGroups.members')
  const common = useTranslations('common')
  const removing = edit && {
    title: common('actions'),
    silent: true,
    className: 'text-right',
    cell: ({ id, name }: HostMember) => (
      <LossDialog
        trigger={
          <Button size="sm" variant="ghost" aria-label={t('removeName', { name })}>
            {t('remove')}
          </Button>
        }
        title={t('removeTitle', { name, group: group.name })}
        text={t('removeText', { name })}
        confirm={t('remove')}
        ask={() => edit.ask(id)}
        act={() => edit.remove(id)}
        done={t('removed', { name })}
      />
    ),
  }
  return (
    <>
      <RowKeys />
      <ColumnTable
        label={t('title')}
        list={list}
        rows={hosts}
        columns={[
          {
            title: t('name'),
            sort: 'name',
            className: 'w-full max-w-0 break-words font-medium',
            cell: ({ id, name }) =>
              linked ? (
                <Link href={`/hosts/${id}`} prefetch={false} data-row="" className="hover:text-accent hover:underline">
                  {name}
                </Link>
              ) : (
                name
              ),
          },
          {
            title: t('address'),
            sort: 'address',
            hidden: 'max-sm:hidden',
            cell: ({ address, port }) => <Address address={address} port={port} />,
          },
          ...(removing ? [removing] : []),
        ]}
      />
    </>
  )
}
