import type { SearchAddon } from '@xterm/addon-search'
import type { Ruler } from './ruler'
import type { Colours } from './themes'

export interface FindQuery {
  text: string
  regex: boolean
  caseSensitive: boolean
  wholeWord: boolean
}

export const noQuery: FindQuery = { text: '', regex: false, caseSensitive: false, wholeWord: false }

/** `index` counts from 0; -1 where there are too many to number them. */
export interface Found {
  index: number
  count: number
  /** The pattern is no regular expression. */
  broken: boolean
}

/** Searches the scrollback, marks what matches there and in the ruler, and counts. */
export class Finder {
  private query = noQuery

  constructor(
    private readonly addon: SearchAddon,
    private readonly ruler: Ruler,
    private colours: Colours,
    private readonly found: (found: Found) => void,
  ) {
    addon.onDidChangeResults(({ resultIndex, resultCount }) =>
      found({ index: resultIndex, count: resultCount, broken: false }),
    )
  }

  setColours(colours: Colours): void {
    this.colours = colours
  }

  /** Looks for something else: from where the last match is, so that adding a letter stays in its place. */
  look(query: FindQuery): void {
    this.query = query
    // The addon takes a changed switch for the same search, and would keep its marks and their count.
    this.clear()
    if (query.text === '') {
      this.found({ index: -1, count: 0, broken: false })
      return
    }
    this.step('previous')
  }

  step(towards: 'next' | 'previous'): void {
    const { text, regex, caseSensitive, wholeWord } = this.query
    if (text === '') return
    if (regex && !compiles(text)) {
      this.addon.clearDecorations()
      this.found({ index: -1, count: 0, broken: true })
      return
    }
    this.ruler.want('find', true)
    const options = { regex, caseSensitive, wholeWord, decorations: this.decorations() }
    if (towards === 'next') this.addon.findNext(text, options)
    else this.addon.findPrevious(text, options)
  }

  /** Takes the marks away; the view stays where it is. */
  clear(): void {
    this.addon.clearDecorations()
    this.ruler.want('find', false)
  }

  private decorations() {
    const { background, yellow = '#f2b95c', cursor } = this.colours
    return {
      matchBackground: blend(yellow, background, 0.35),
      matchOverviewRuler: yellow,
      activeMatchBackground: blend(cursor, background, 0.6),
      activeMatchBorder: cursor,
      activeMatchColorOverviewRuler: cursor,
    }
  }
}

function compiles(pattern: string): boolean {
  try {
    new RegExp(pattern)
    return true
  } catch {
    return false
  }
}

/** So much of one colour over another, both `#rrggbb`. */
function blend(over: string, under: string, share: number): string {
  const parts = [1, 3, 5].map((at) => {
    const [a, b] = [over, under].map((colour) => Number.parseInt(colour.slice(at, at + 2), 16))
    return Math.round((a ?? 0) * share + (b ?? 0) * (1 - share))
      .toString(16)
      .padStart(2, '0')
  })
  return `#${parts.join('')}`
}
