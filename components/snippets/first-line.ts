import { visible } from '@/components/ui/visible'

/** A text's first line, and a sign that there are more. */
export function firstLine(text: string): string {
  const [first = '', ...more] = text.split('\n')
  const line = visible(first.replaceAll('\t', ' '))
  return more.length > 0 ? `${line} …` : line
}
