import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { getPlatform } from '@/app/_lib/platform'
import { currentActor } from '@/app/_lib/request'
import { show } from '@/app/_lib/show'
import { BackLink } from '@/components/shell/back-link'
import { Page } from '@/components/shell/page'
import { DeleteSnippet } from '@/components/snippets/delete-snippet'
import { ScopeBadge } from '@/components/snippets/scope-badge'
import { SnippetForm } from '@/components/snippets/snippet-form'
import { SnippetText } from '@/components/snippets/snippet-text'
import { Card, PageHeader } from '@/components/ui/surfaces'
import { decide } from '@/core/access/decide'
import { getSnippet } from '@/core/snippets/snippet-reads'
import { editAction } from '@/core/snippets/snippets'
import { deleteSnippetAction, updateSnippetAction } from '../actions'

interface Props {
  params: Promise<{ id: string }>
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('snippets'))('title') }
}

/** A snippet: to change for whoever may, to read for the others. */
export default function SnippetPage({ params }: Props) {
  return show('/snippets', async () => {
    const [{ id }, actor, t] = await Promise.all([params, currentActor(), getTranslations('snippets')])
    const platform = getPlatform()
    const snippet = await getSnippet(platform, actor, id)
    const mayEdit = decide(actor, editAction[snippet.scope], platform.config.access).allowed
    return (
      <Page narrow>
        <PageHeader
          title={snippet.name}
          lead={<ScopeBadge scope={snippet.scope} />}
          above={<BackLink href="/snippets">{t('title')}</BackLink>}
          actions={mayEdit && <DeleteSnippet snippet={snippet} remove={deleteSnippetAction.bind(null, id)} />}
        />
        {mayEdit ? (
          <SnippetForm snippet={snippet} save={updateSnippetAction.bind(null, id)} mayShare={false} />
        ) : (
          <Card className="flex flex-col gap-3">
            {snippet.description && <p className="whitespace-pre-wrap break-words text-sm">{snippet.description}</p>}
            <SnippetText text={snippet.text} />
          </Card>
        )}
      </Page>
    )
  })
}
