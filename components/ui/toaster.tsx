'use client'

import { useTheme } from 'next-themes'
import { Toaster as Sonner } from 'sonner'

export { toast } from 'sonner'

/**
 * Where short messages appear; once, in the root layout. They offer nothing to press, so clicks go through to what they lie over:
 * a message that stayed under the mouse would keep the button below it from being reached.
 */
export function Toaster({ label }: { label: string }) {
  const { resolvedTheme } = useTheme()
  return (
    <Sonner
      theme={resolvedTheme === 'light' ? 'light' : 'dark'}
      position="bottom-right"
      containerAriaLabel={label}
      toastOptions={{
        className:
          '!pointer-events-none !font-sans !border-line !bg-raised !text-ink !shadow-float !text-sm !rounded-lg',
        descriptionClassName: '!text-muted',
      }}
    />
  )
}
