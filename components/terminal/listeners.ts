/** Who wants to hear of what happens inside. `Events` maps a name to what a listener is called with. */
export class Listeners<Events extends Record<string, (...values: never[]) => unknown>> {
  private readonly all = new Set<Partial<Events>>()

  /** Adds listeners; the answer removes them. */
  add(listeners: Partial<Events>): () => void {
    this.all.add(listeners)
    return () => this.all.delete(listeners)
  }

  /** Calls everyone's listener for `name`; answers what the last of them answered, undefined where nobody listens. */
  call<Name extends keyof Events>(
    name: Name,
    ...values: Parameters<Events[Name]>
  ): ReturnType<Events[Name]> | undefined {
    let answer: ReturnType<Events[Name]> | undefined
    for (const listeners of this.all) {
      const listener = listeners[name]
      // A listener's result is that of its name, which a union of names hides from the compiler.
      if (listener) answer = listener(...values) as ReturnType<Events[Name]>
    }
    return answer
  }
}
