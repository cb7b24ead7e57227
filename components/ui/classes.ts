import { type ClassValue, clsx } from 'clsx'
import { twMerge } from 'tailwind-merge'

/** Joins class names; of two that contradict each other the last one wins. */
export function classes(...values: ClassValue[]): string {
  return twMerge(clsx(values))
}
