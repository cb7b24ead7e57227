'use client'

import { ShieldCheck } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useCallback, useEffect, useRef } from 'react'
import { useAskAgain } from '@/components/ui/ask-again'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/surfaces'

interface Props {
  text: string
  /** Whether to ask without a press: where there is nothing else on the page. */
  atOnce?: boolean
}

/** Stands where something is shown after a fresh proof alone; draws the page anew once it is given. */
export function AskToShow({ text, atOnce = false }: Props) {
  const t = useTranslations('factor.stepUp')
  const router = useRouter()
  const askAgain = useAskAgain()
  const ask = useCallback(
    () => askAgain({ code: 'step-up-required' }, { again: () => router.refresh(), refused: () => {} }),
    [askAgain, router],
  )
  const asked = useRef(false)
  useEffect(() => {
    if (!atOnce || asked.current) return
    asked.current = true
    ask()
  }, [atOnce, ask])
  return (
    <EmptyState
      title={t('title')}
      icon={<ShieldCheck aria-hidden />}
      action={
        <Button variant="primary" onClick={ask}>
          {t('prove')}
        </Button>
      }
    >
      {text}
    </EmptyState>
  )
}
