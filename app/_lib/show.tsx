import Link from 'next/link'
import { unstable_rethrow } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { Page } from '@/components/shell/page'
import { Notice } from '@/components/ui/surfaces'
import { toGatehouseError } from '@/core/errors'
import { noteDenied } from './denied'
import { getPlatform } from './platform'

/** Renders a page; what its work throws becomes a notice with a way back to `path`. */
export async function show(path: string, render: () => Promise<ReactNode>): Promise<ReactNode> {
  try {
    return await render()
  } catch (error) {
    unstable_rethrow(error)
    const known = toGatehouseError(error)
    const { code, params, cause } = known
    await noteDenied(known)
    if (code === 'internal') getPlatform().log.error({ err: cause, path }, 'a page failed')
    const [t, common] = await Promise.all([getTranslations('errors'), getTranslations('common')])
    return (
      <Page>
        <h1 className="sr-only">{t(code, params)}</h1>
        <Notice title={t(code, params)}>
          <Link className="underline" href={path}>
            {code === 'invalid-input' ? common('reset') : common('back')}
          </Link>
        </Notice>
      </Page>
    )
  }
}

export type SearchParams = Promise<Record<string, string | string[] | undefined>>

/** `searchParams` as lists take them: of a name given twice the first counts. */
export async function queryOf(searchParams: SearchParams): Promise<Record<string, string | undefined>> {
  const entries = Object.entries(await searchParams)
  return Object.fromEntries(
    entries.map(([name, value]) => [name, Array.isArray(value) ? value[0] : value || undefined]),
  )
}
