import { visible } from '@/components/ui/visible'

/** Text from a host as it may stand in the terminal or on a page: {@link visible}, with its lines kept. */
export function printable(text: string): string {
  return text.split('\n').map(visible).join('\n')
}
