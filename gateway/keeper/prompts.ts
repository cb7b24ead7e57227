import type { PromptAnswer, SessionPrompt } from '@/core/sessions/states'
import { DialError } from './classify'

type Unnumbered<P> = P extends SessionPrompt ? Omit<P, 'promptId'> : never
type Question = Unnumbered<SessionPrompt>
type AnswerTo<Q extends Question> = Extract<PromptAnswer, { kind: Q['kind'] }>

/** Asks the person and waits for the answer. */
export type Ask = <Q extends Question>(question: Q) => Promise<AnswerTo<Q>>

/** Puts questions to the person, one at a time, each with a limit on how long it waits. */
export class Prompts {
  private lastId = 0
  private open: { prompt: SessionPrompt; answer: (answer: PromptAnswer) => void; cancel: () => void } | undefined

  constructor(
    private readonly show: (prompt: SessionPrompt) => void,
    private readonly timeoutMs: number,
  ) {}

  /** The question that waits for its answer. */
  get current(): SessionPrompt | undefined {
    return this.open?.prompt
  }

  /** Rejects with DialError `prompt-unanswered` when no answer comes in time or {@link cancel} is called. */
  ask<Q extends Question>(question: Q): Promise<AnswerTo<Q>> {
    const id = ++this.lastId
    return new Promise((resolve, reject) => {
      const settle = () => {
        clearTimeout(timer)
        this.open = undefined
      }
      const cancel = () => {
        settle()
        reject(new DialError('prompt-unanswered'))
      }
      const timer = setTimeout(cancel, this.timeoutMs)
      const prompt = { ...question, promptId: id } as SessionPrompt
      this.open = {
        prompt,
        cancel,
        answer: (answer) => {
          settle()
          // `answer()` below lets only an answer of the question's kind through.
          resolve(answer as AnswerTo<Q>)
        },
      }
      this.show(prompt)
    })
  }

  /** An answer that fits no open question (late, doubled, of another kind) is dropped. */
  answer(promptId: number, answer: PromptAnswer): void {
    const { open } = this
    if (open?.prompt.promptId === promptId && open.prompt.kind === answer.kind) open.answer(answer)
  }

  cancel(): void {
    this.open?.cancel()
  }
}
