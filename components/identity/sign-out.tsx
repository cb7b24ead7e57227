'use client'

import { signOut } from 'next-auth/react'
import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'

/** For pages without the shell, whose menu has it elsewhere. */
export function SignOut() {
  const t = useTranslations('nav')
  return (
    <Button size="sm" variant="ghost" onClick={() => void signOut({ callbackUrl: '/sign-in' })}>
      {t('signOut')}
    </Button>
  )
}
