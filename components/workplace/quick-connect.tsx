'use client'

import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { toast } from 'sonner'
import { QuickConnect } from '@/components/terminal/quick-connect'
import { useWorkplaceStore } from './use-workplace'

/** Quick connect, which opens in a tab of the workplace. The password goes to that pane and is remembered nowhere. */
export function QuickConnectTab() {
  const t = useTranslations('workplace')
  const store = useWorkplaceStore()
  const router = useRouter()
  return (
    <QuickConnect
      connect={(target) => {
        const opened = store.open(
          { target, title: `${target.login}@${target.address}`, remember: { kind: 'session' } },
          'tab',
        )
        if (opened) router.push('/terminal')
        else toast.error(t('full'))
      }}
    />
  )
}
