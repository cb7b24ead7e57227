import { visible } from '@/components/ui/visible'

/** A snippet's text with its placeholders set apart. */
export function SnippetText({ text }: { text: string }) {
  const parts = text.split(/(\{\{\p{L}[\p{L}\p{N}_-]{0,39}(?::[^{}\n]{0,200})?\}\})/u)
  return (
    <pre className="machine max-h-64 overflow-auto whitespace-pre-wrap break-all rounded-md border border-line bg-sunken p-3 text-xs leading-5">
      {parts.map((part, index) =>
        index % 2 === 0 ? (
          shown(part)
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: parts have no other name than their place.
          <mark key={index} className="rounded bg-accent-soft px-0.5 text-accent">
            {part}
          </mark>
        ),
      )}
    </pre>
  )
}

function shown(text: string): string {
  return text
    .split('\n')
    .map((line) => visible(line.replaceAll('\t', '  ')))
    .join('\n')
}
