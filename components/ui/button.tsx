import { cva, type VariantProps } from 'class-variance-authority'
import Link from 'next/link'
import type { ComponentProps } from 'react'
import { classes } from './classes'

const styles = cva(
  'inline-flex shrink-0 select-none items-center justify-center gap-1.5 whitespace-nowrap rounded-md border font-medium transition-colors duration-100 disabled:cursor-not-allowed disabled:opacity-55 aria-disabled:opacity-55 [&_svg]:size-4 [&_svg]:shrink-0',
  {
    variants: {
      variant: {
        primary:
          'border-transparent bg-accent text-accent-ink hover:bg-[color-mix(in_srgb,var(--accent)_88%,var(--ink))]',
        secondary: 'border-line bg-raised text-ink hover:border-line-strong hover:bg-sunken',
        ghost: 'border-transparent text-muted hover:bg-sunken hover:text-ink',
        danger:
          'border-transparent bg-danger text-danger-ink hover:bg-[color-mix(in_srgb,var(--danger)_88%,var(--ink))]',
        quietDanger: 'border-line bg-raised text-danger hover:border-danger hover:bg-danger-soft',
      },
      size: {
        xs: 'h-6 gap-1 rounded px-2 text-xs [&_svg]:size-3.5',
        sm: 'h-7 px-2.5 text-sm',
        md: 'h-8 px-3 text-sm',
        lg: 'h-9 px-4 text-base',
        icon: 'size-8',
        iconSm: 'size-7',
      },
    },
    defaultVariants: { variant: 'secondary', size: 'md' },
  },
)

type Look = VariantProps<typeof styles>

/** A button; `type="button"` unless it says otherwise. An icon alone needs an `aria-label`. */
export function Button({ variant, size, className, type = 'button', ...rest }: ComponentProps<'button'> & Look) {
  return <button type={type} className={classes(styles({ variant, size }), className)} {...rest} />
}

/** A link that looks like a button. */
export function LinkButton({ variant, size, className, ...rest }: ComponentProps<typeof Link> & Look) {
  return <Link className={classes(styles({ variant, size }), className)} {...rest} />
}

/** The same for a file to download, which Next must not prefetch. */
export function DownloadButton({ variant, size, className, ...rest }: ComponentProps<'a'> & Look) {
  return <a className={classes(styles({ variant, size }), className)} download {...rest} />
}
