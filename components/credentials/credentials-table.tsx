import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { type Query, SortHeader } from '@/components/list/list'
import { RowKeys } from '@/components/list/row-keys'
import { Table, Td, Th } from '@/components/ui/table'
import { Time } from '@/components/ui/time'
import type { CredentialSummary } from '@/core/vault/credentials'
import { Kind } from './kind'

interface CredentialsTableProps {
  credentials: readonly CredentialSummary[]
  query: Query
  current: { sort: string; dir: 'asc' | 'desc' }
}

/** The credentials by what may be told of them: kind, fingerprint, last use. */
export function CredentialsTable({ credentials, query, current }: CredentialsTableProps) {
  const t = useTranslations('credentials')
  const common = useTranslations('common')
  const head = { path: '/credentials', query, current }
  return (
    <>
      <RowKeys />
      <Table label={t('title')}>
        <thead>
          <tr>
            <SortHeader {...head} sort="name">
              {t('column.name')}
            </SortHeader>
            <SortHeader {...head} sort="kind">
              {t('column.kind')}
            </SortHeader>
            <Th className="max-lg:hidden">{t('column.fingerprint')}</Th>
            <Th className="text-right! max-md:hidden">{t('column.accounts')}</Th>
            <SortHeader {...head} sort="lastUsedAt" className="max-sm:hidden">
              {t('column.used')}
            </SortHeader>
          </tr>
        </thead>
        <tbody>
          {credentials.map((credential) => (
            <tr key={credential.id}>
              <Td className="min-w-36">
                <Link
                  href={`/credentials/${credential.id}`}
                  prefetch={false}
                  data-row=""
                  className="break-words font-medium hover:text-accent hover:underline"
                >
                  {credential.name}
                </Link>
              </Td>
              <Td>
                <Kind kind={credential.kind} detail={credential.keyType} />
              </Td>
              <Td className="max-lg:hidden">
                {credential.fingerprint ? (
                  <span className="machine break-all text-muted">{credential.fingerprint}</span>
                ) : (
                  <span className="text-muted">–</span>
                )}
              </Td>
              <Td className="tabular text-right max-md:hidden">{credential.accounts}</Td>
              <Td className="w-40 text-muted max-sm:hidden">
                {credential.lastUsedAt ? <Time at={credential.lastUsedAt} relative /> : common('never')}
              </Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </>
  )
}
