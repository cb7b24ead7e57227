import type { Preferences } from '@/core/preferences/preferences'

/** A host that rings without end is heard at most so often, in ms. */
const quietMs = 250
const flashMs = 160

/** The terminal's bell, as the person wants it: nothing, a flash of the pane, or a short tone. */
export class Bell {
  private last = Number.NEGATIVE_INFINITY
  private audio: AudioContext | undefined
  private timer: ReturnType<typeof setTimeout> | undefined

  constructor(private readonly element: HTMLElement) {}

  ring(kind: Preferences['bell']): void {
    const now = performance.now()
    if (kind === 'none' || now - this.last < quietMs) return
    this.last = now
    if (kind === 'sound') this.sound()
    else this.flash()
  }

  dispose(): void {
    clearTimeout(this.timer)
    void this.audio?.close()
  }

  private flash(): void {
    this.element.dataset.bell = ''
    clearTimeout(this.timer)
    this.timer = setTimeout(() => delete this.element.dataset.bell, flashMs)
  }

  /** Browsers let a page sound only after the person has used it; before that the tone is silent. */
  private sound(): void {
    this.audio ??= new AudioContext()
    const { audio } = this
    const [tone, volume] = [audio.createOscillator(), audio.createGain()]
    const from = audio.currentTime
    tone.frequency.value = 740
    volume.gain.setValueAtTime(0.08, from)
    volume.gain.exponentialRampToValueAtTime(0.001, from + 0.12)
    tone.connect(volume).connect(audio.destination)
    tone.start(from)
    tone.stop(from + 0.13)
  }
}
