/** A set of small numbers that is emptied without being gone through: a mark of an earlier round is none. */
export class Marks {
  private rounds = new Uint32Array(64)
  private round = 0

  /** Empties it, and makes room for numbers below `count`. */
  begin(count: number): void {
    this.round += 1
    if (this.rounds.length < count) this.rounds = new Uint32Array(count * 2)
    if (this.round < 0xffff_ffff) return
    this.rounds.fill(0)
    this.round = 1
  }

  put(number: number): void {
    this.rounds[number] = this.round
  }

  has(number: number): boolean {
    return this.rounds[number] === this.round
  }

  hasAll(numbers: readonly number[]): boolean {
    for (const number of numbers) if (!this.has(number)) return false
    return true
  }
}
