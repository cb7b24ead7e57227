import type { ReactNode } from 'react'
import { classes } from '@/components/ui/classes'

/** The room a page has beside the navigation. */
export function Page({ children, narrow = false }: { children: ReactNode; narrow?: boolean }) {
  return (
    <div className={classes('w-full px-4 py-5 md:px-8 md:py-7', narrow ? 'max-w-3xl' : 'max-w-[100rem]')}>
      {children}
    </div>
  )
}
