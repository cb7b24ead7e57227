import { getTranslations } from 'next-intl/server'
import { getPlatform } from '@/app/_lib/platform'
import { currentActor } from '@/app/_lib/request'
import { show } from '@/app/_lib/show'
import { QuickConnectTab } from '@/components/workplace/quick-connect'
import { requireAllowed } from '@/core/access/decide'

export async function generateMetadata() {
  return { title: (await getTranslations('terminal.quick'))('title') }
}

export default async function ConnectPage() {
  return show('/hosts', async () => {
    requireAllowed(await currentActor(), 'session.quick-connect', getPlatform().config.access)
    return <QuickConnectTab />
  })
}
