import type { ComponentProps, ReactNode } from 'react'
import { classes } from './classes'

/** Below 48rem: the heads that sort stay as one line, and a row's cells flow one after the other. */
const folded =
  'max-md:block max-md:[&_thead]:block max-md:[&_tbody]:block max-md:[&_tr]:flex max-md:[&_tr]:flex-wrap max-md:[&_thead_th:not(:has(a))]:hidden max-md:[&_tbody_tr]:items-baseline max-md:[&_tbody_tr]:gap-x-3 max-md:[&_tbody_tr]:gap-y-0.5 max-md:[&_tbody_tr]:border-t max-md:[&_tbody_tr]:px-3 max-md:[&_tbody_tr]:py-2 max-md:[&_tbody_td]:min-w-0! max-md:[&_tbody_td]:max-w-full! max-md:[&_tbody_td]:border-0! max-md:[&_tbody_td]:p-0 max-md:[&_tbody_td:empty]:hidden'

interface TableProps {
  children: ReactNode
  label: string
  className?: string
  /** What a narrow screen does with the columns it has no room for: `scroll` keeps them (or the cells hide themselves). */
  narrow?: 'scroll' | 'fold'
}

/** A dense table. `label` says what it lists. */
export function Table({ children, label, className, narrow = 'scroll' }: TableProps) {
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
      tabIndex={0}
      className={classes('overflow-x-auto rounded-lg border border-line bg-raised', className)}
    >
      <table
        className={classes(
          'w-full border-collapse text-sm [&_tbody_tr:first-child>td]:border-t [&_tbody_tr]:transition-colors [&_tbody_tr]:duration-75 [&_tbody_tr:focus-within]:bg-sunken/70 [&_tbody_tr:hover]:bg-sunken/70 [&_td]:border-line [&_td]:border-t [&_td]:px-3 [&_td]:py-1.5 [&_td]:align-middle [&_th]:whitespace-nowrap [&_th]:px-3 [&_th]:py-1.5 [&_th]:text-left [&_th]:font-medium [&_th]:text-muted [&_th]:text-xs',
          narrow === 'fold' && folded,
        )}
      >
        {children}
      </table>
    </section>
  )
}

/** A column's head. */
export function Th({ scope = 'col', ...rest }: ComponentProps<'th'>) {
  return <th scope={scope} {...rest} />
}

export function Td(props: ComponentProps<'td'>) {
  return <td {...props} />
}
