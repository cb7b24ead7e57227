'use client'

import { Check, Copy } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type ComponentProps, useEffect, useState } from 'react'
import { Button } from './button'

interface CopyButtonProps {
  text: string
  label: string
  /** The icon alone; the label is read out and shown on hover. */
  iconOnly?: boolean
  variant?: ComponentProps<typeof Button>['variant']
}

/** Copies a text and says so. */
export function CopyButton({ text, label, iconOnly = false, variant }: CopyButtonProps) {
  const t = useTranslations('common')
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), 2000)
    return () => clearTimeout(timer)
  }, [copied])
  const said = copied ? t('copied') : label
  return (
    <Button
      size={iconOnly ? 'iconSm' : 'sm'}
      variant={variant ?? (iconOnly ? 'ghost' : 'secondary')}
      title={iconOnly ? label : undefined}
      onClick={() => {
        navigator.clipboard.writeText(text).then(
          () => setCopied(true),
          () => setCopied(false),
        )
      }}
    >
      {copied ? <Check aria-hidden className="text-ok" /> : <Copy aria-hidden />}
      <span aria-live="polite" className={iconOnly ? 'sr-only' : undefined}>
        {said}
      </span>
    </Button>
  )
}
