import { useSignal } from '@preact/signals'
import { useRef } from 'preact/hooks'
import { type Failure, type Outcome, succeed } from '../../protocol/error'

/** A command as a button or a form sees it. */
export interface Run {
  busy: boolean
  error: Failure | null
  /** Starts the command; does nothing while another is under way (a double click). */
  start(command: Command): Promise<Outcome<unknown>>
  /** For what may be chosen anew at once (arrow keys in a list): what was chosen last follows the one under way. */
  choose(command: Command): Promise<void>
}

type Command = () => Promise<Outcome<unknown>>

/** One command at a time, with its failure kept for display until the next start. */
export function useRun(): Run {
  const busy = useSignal(false)
  const error = useSignal<Failure | null>(null)
  const last = useRef<Command | null>(null)
  const start: Run['start'] = async (command) => {
    if (busy.peek()) return succeed(undefined)
    busy.value = true
    const outcome = await command()
    busy.value = false
    error.value = outcome.ok ? null : outcome.error
    return outcome
  }
  return {
    busy: busy.value,
    error: error.value,
    start,
    async choose(command) {
      last.current = command
      while (last.current && !busy.peek()) {
        const next = last.current
        last.current = null
        await start(next)
      }
    },
  }
}
