import { errorSentence } from '../../edges/words'
import type { Failure } from '../../protocol/error'

interface TroubleProps {
  failure: Failure | null
  id?: string
}

/** A failure in words, with the other side's own words as a quotation. Announced when it appears. */
export function Trouble({ failure, id }: TroubleProps) {
  if (!failure) return null
  return (
    <div class="trouble" role="alert" id={id}>
      <p>{errorSentence(failure.code)}</p>
      {failure.detail ? (
        <blockquote dir="auto">
          <p>{failure.detail}</p>
        </blockquote>
      ) : null}
    </div>
  )
}
