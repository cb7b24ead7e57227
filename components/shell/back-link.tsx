import { ChevronLeft } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'

/** The way up, above a page's title. */
export function BackLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Link href={href} className="-ml-1 inline-flex items-center gap-0.5 rounded hover:text-ink">
      <ChevronLeft aria-hidden className="size-4 shrink-0" />
      <span className="break-words">{children}</span>
    </Link>
  )
}
