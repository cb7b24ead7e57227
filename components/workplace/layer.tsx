'use client'

import dynamic from 'next/dynamic'
import { useWorkplace } from './use-workplace'
import { WorkplaceKeys } from './workplace-keys'

const Workplace = dynamic(() => import('./workplace').then((file) => file.Workplace), { ssr: false })

/** The workplace, from the first visit to its page on. */
export function WorkplaceLayer() {
  const loaded = useWorkplace((state) => state.loaded)
  if (!loaded) return null
  return (
    <>
      <WorkplaceKeys />
      <Workplace />
    </>
  )
}
