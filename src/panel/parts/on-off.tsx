import type { ComponentChildren } from 'preact'
import { useId } from 'preact/hooks'
import type { Outcome } from '../../protocol/error'
import { useRun } from './run'
import { Trouble } from './trouble'

interface OnOffProps {
  on: boolean
  set: (on: boolean) => Promise<Outcome<unknown>>
  /** In short what it switches. */
  children: ComponentChildren
  /** What being on means. */
  means?: string
}

/** A switch that runs a command, and says where that failed. */
export function OnOff({ on, set, children, means }: OnOffProps) {
  const { error, choose } = useRun()
  const note = useId()
  return (
    <div>
      <label class="on-off">
        <span>{children}</span>
        <input
          type="checkbox"
          role="switch"
          aria-checked={on}
          checked={on}
          aria-describedby={means ? note : undefined}
          onChange={({ currentTarget }) => {
            const wish = currentTarget.checked
            // it shows what is, and moves when that has changed
            currentTarget.checked = on
            void choose(() => set(wish))
          }}
        />
      </label>
      {means ? (
        <p class="note" id={note}>
          {means}
        </p>
      ) : null}
      <Trouble failure={error} />
    </div>
  )
}
