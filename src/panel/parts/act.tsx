import type { ComponentChildren } from 'preact'
import type { Outcome } from '../../protocol/error'
import { useRun } from './run'
import { Trouble } from './trouble'

/** How a button looks: the one thing to do, one among others, one that destroys, one that hardly shows. */
export type Tone = 'main' | 'plain' | 'danger' | 'quiet'

interface ActProps {
  run: () => Promise<Outcome<unknown>>
  tone?: Tone
  /** For screen readers, where several buttons on a page have the same words. */
  label?: string
  disabled?: boolean
  children: ComponentChildren
}

/** A button that runs a command and says, right below, where that failed. */
export function Act({ run, tone = 'plain', label, disabled = false, children }: ActProps) {
  const { busy, error, start } = useRun()
  return (
    <>
      <button
        type="button"
        class={`button ${tone}`}
        aria-label={label}
        aria-busy={busy}
        disabled={disabled}
        onClick={() => void start(run)}
      >
        {children}
      </button>
      <Trouble failure={error} />
    </>
  )
}
