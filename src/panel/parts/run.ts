import { useSignal } from '@preact/signals'
import { type Failure, type Outcome, succeed } from '../../protocol/error'

/** A command as a button or a form sees it. */
export interface Run {
  busy: boolean
  error: Failure | null
  /** Starts the command; does nothing while another is under way (a double click). */
  start(command: () => Promise<Outcome<unknown>>): Promise<Outcome<unknown>>
}

/** One command at a time, with its failure kept for display until the next start. */
export function useRun(): Run {
  const busy = useSignal(false)
  const error = useSignal<Failure | null>(null)
  return {
    busy: busy.value,
    error: error.value,
    async start(command) {
      if (busy.value) return succeed(undefined)
      busy.value = true
      const outcome = await command()
      busy.value = false
      error.value = outcome.ok ? null : outcome.error
      return outcome
    },
  }
}
