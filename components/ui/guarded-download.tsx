'use client'

import type { ComponentProps } from 'react'
import { toast } from 'sonner'
import { useAskAgain } from './ask-again'
import { DownloadButton } from './button'
import { useErrorText } from './error-notice'
import type { Outcome } from './outcome'

interface Props extends ComponentProps<typeof DownloadButton> {
  href: string
  /** Whether it may be downloaded now. */
  check: () => Promise<Outcome<null>>
}

/** A link to a file that may ask first who wants it; then the download begins by itself. */
export function GuardedDownload({ href, check, ...rest }: Props) {
  const askAgain = useAskAgain()
  const { sentence } = useErrorText()
  const start = async () => {
    const outcome = await check().catch(() => ({ ok: false, error: { code: 'internal' } }) as const)
    if (outcome.ok) {
      Object.assign(document.createElement('a'), { href, download: '' }).click()
      return
    }
    const refused = () => void toast.error(sentence(outcome.error))
    if (!askAgain(outcome.error, { again: () => void start(), refused })) refused()
  }
  return (
    <DownloadButton
      href={href}
      {...rest}
      onClick={(event) => {
        event.preventDefault()
        void start()
      }}
    />
  )
}
