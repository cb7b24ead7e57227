import type { BrowserInternals } from '@/core/screen/internals'
import type { Feed } from './feed'

/**
 * In a flood the screen is drawn no more often than this, in ms. Nobody reads what flies past, and drawing takes from reading the rest,
 * at whose end what counts stands.
 */
const floodFrameMs = 40

/**
 * Takes work off xterm's way from bytes to the screen: it tells everyone of each line that scrolls, where once a frame is enough, and
 * draws each frame, also in a flood.
 */
export function easeFrames(core: BrowserInternals, feed: Pick<Feed, 'flooded' | 'shown'>): void {
  const { _bufferService, _inputHandler, _viewport } = core
  const frames = core._renderService._renderDebouncer
  const scrolled = _bufferService._onScroll.fire.bind(_bufferService._onScroll)
  let untold = false
  const tell = () => {
    if (!untold) return
    untold = false
    scrolled(_bufferService.buffer.ydisp)
  }
  _bufferService._onScroll.fire = () => {
    const { scrollTop, scrollBottom } = _bufferService.buffer
    // Of those who hear of it, the only one whom the next byte may not wait for.
    _inputHandler.markRangeDirty(scrollTop, scrollBottom)
    if (untold) return
    untold = true
    frames.addRefreshCallback(() => {})
  }
  // These reckon from where the scrollbar is.
  const scrollLines = _viewport.scrollLines.bind(_viewport)
  _viewport.scrollLines = (by) => {
    tell()
    scrollLines(by)
  }
  const scrollToLine = _viewport.scrollToLine.bind(_viewport)
  _viewport.scrollToLine = (line, atOnce) => {
    tell()
    scrollToLine(line, atOnce)
  }

  const draw = frames._innerRefresh.bind(frames)
  let drawnAt = 0
  frames._innerRefresh = () => {
    const now = performance.now()
    if (feed.flooded && now - drawnAt < floodFrameMs) {
      frames._animationFrame = requestAnimationFrame(() => frames._innerRefresh())
      return
    }
    drawnAt = now
    feed.shown()
    tell()
    draw()
  }
}
