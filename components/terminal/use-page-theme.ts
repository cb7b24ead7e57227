'use client'

import { useTheme } from 'next-themes'
import type { PageTheme } from './themes'

/** Whether the page is dark or light now. */
export function usePageTheme(): PageTheme {
  return useTheme().resolvedTheme === 'light' ? 'light' : 'dark'
}
