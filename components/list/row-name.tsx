import Link from 'next/link'
import type { ReactNode } from 'react'
import { visible } from '@/components/ui/visible'

interface RowNameProps {
  href: string
  name: string
  description: string
  /** Marks beside the name. */
  children?: ReactNode
}

/** What leads from a row of a list to the thing itself: its name, what is marked on it, and a line of what it is for. */
export function RowName({ href, name, description, children }: RowNameProps) {
  return (
    <>
      <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <Link
          href={href}
          prefetch={false}
          data-row=""
          className="min-w-0 break-words font-medium hover:text-accent hover:underline"
        >
          {name}
        </Link>
        {children}
      </span>
      {description && <p className="truncate text-muted text-xs">{visible(description.replace(/\s+/g, ' '))}</p>}
    </>
  )
}
