import type { Question } from './question'

/** A call that waits for the person, as the approval machine knows it. */
export interface Waiting extends Question {
  callId: string
  /** Asked whatever the rules say, and answered for itself alone (see Caution). */
  isCautious: boolean
}

/** Equal calls joined: one question. Once `shownAt` is set it is frozen; what comes later makes the next approval. */
export interface Approval extends Question {
  id: string
  /** Its verdict leaves no rule. */
  isCautious: boolean
  callIds: string[]
  askedAt: number
  shownAt: number | null
}
