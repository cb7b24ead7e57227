import Link from 'next/link'
import { Badge } from '@/components/ui/surfaces'

/** A host's tags, each the way to all hosts that bear it. */
export function Tags({ tags, limit }: { tags: readonly string[]; limit?: number }) {
  const shown = tags.slice(0, limit)
  return (
    <span className="flex flex-wrap gap-1">
      {shown.map((tag) => (
        <Link key={tag} href={`/hosts?tag=${encodeURIComponent(tag)}`} className="min-w-0 rounded">
          <Badge className="hover:text-ink">
            <span className="truncate">{tag}</span>
          </Badge>
        </Link>
      ))}
      {tags.length > shown.length && <Badge title={tags.join(', ')}>+{tags.length - shown.length}</Badge>}
    </span>
  )
}
