import { errorSentence } from '../edges/words'
import type { Outcome } from '../protocol/error'
import type { PageOutcome } from '../wire/page'

/** An outcome in the words that a page gets: the code for its program, the sentence and the signer's own words. */
export function wordsOf(outcome: Outcome): PageOutcome {
  if (outcome.ok) return { ok: true, value: outcome.value }
  const { code, detail } = outcome.error
  const sentence = errorSentence(code)
  return { ok: false, error: { code, message: detail ? `${sentence} (${detail})` : sentence } }
}
