'use client'

import { useTranslations } from 'next-intl'
import { Dialog } from 'radix-ui'
import { useState } from 'react'
import { placeholdersOf } from '@/core/snippets/placeholders'
import { SnippetFill } from './snippet-fill'
import { SnippetSearch } from './snippet-search'
import { type SnippetChoice, useSnippets } from './use-snippets'

interface SnippetPickerProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  /** Types the text at the prompt; `run` presses Enter behind it. */
  insert: (text: string) => void
  run: (text: string) => void
  /** Takes the focus back. */
  onClosed: () => void
}

/** Finds a snippet by a few letters, asks for what it leaves open, and types it. */
export function SnippetPicker({ open, onOpenChange, insert, run, onClosed }: SnippetPickerProps) {
  const t = useTranslations('snippets.picker')
  const { snippets, failed } = useSnippets(open)
  const [chosen, setChosen] = useState<SnippetChoice>()

  const change = (now: boolean) => {
    if (!now) setChosen(undefined)
    onOpenChange(now)
  }
  const finish = (act: (text: string) => void) => (text: string) => {
    change(false)
    act(text)
  }
  const choose = (snippet: SnippetChoice) => {
    const asks = snippet.runs || placeholdersOf(snippet.text).length > 0
    if (asks) setChosen(snippet)
    else finish(insert)(snippet.text)
  }
  return (
    <Dialog.Root open={open} onOpenChange={change}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 animate-fade bg-black/60" />
        <Dialog.Content
          aria-describedby={undefined}
          className="-translate-x-1/2 fixed top-[max(1rem,10vh)] left-1/2 z-50 flex max-h-[calc(100dvh-2rem)] w-[min(40rem,calc(100vw-1.5rem))] flex-col overflow-hidden rounded-xl border border-line bg-raised text-ink shadow-float"
          onCloseAutoFocus={(event) => {
            event.preventDefault()
            onClosed()
          }}
        >
          <Dialog.Title className="sr-only">{chosen?.name ?? t('title')}</Dialog.Title>
          {chosen ? (
            <SnippetFill
              snippet={chosen}
              insert={finish(insert)}
              run={chosen.runs ? finish(run) : undefined}
              back={() => setChosen(undefined)}
            />
          ) : (
            <SnippetSearch snippets={snippets} failed={failed} choose={choose} />
          )}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
