import Link from 'next/link'
import { unstable_rethrow } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { AskToShow } from '@/components/identity/ask-to-show'
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
    if (code === 'step-up-required') return <ProofPage />
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

/** A page that is shown after a fresh proof: asks for it, and comes again by itself. */
async function ProofPage() {
  const [t, common] = await Promise.all([getTranslations('factor.stepUp'), getTranslations('common')])
  return (
    <Page>
      <h1 className="sr-only">{t('title')}</h1>
      <AskToShow text={t('page')} atOnce />
      <p className="mt-3 text-sm">
        <Link className="underline" href="/">
          {common('back')}
        </Link>
      </p>
    </Page>
  )
}

/** Renders a part of a page; where it asks for a fresh proof, a button that asks for it stands in its place. */
export async function showPart(render: () => Promise<ReactNode>): Promise<ReactNode> {
  try {
    return await render()
  } catch (error) {
    unstable_rethrow(error)
    if (toGatehouseError(error).code !== 'step-up-required') throw error
    return <AskToShow text={(await getTranslations('factor.stepUp'))('part')} />
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
