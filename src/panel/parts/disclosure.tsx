import { useSignal } from '@preact/signals'
import type { ComponentChildren } from 'preact'

interface DisclosureProps {
  title: string
  /** Is it a heading of the page? */
  heading?: boolean
  /** Drawn only when opened: contents go up to 40 kB. */
  children: () => ComponentChildren
}

/** Something that most people need not see, one press away. */
export function Disclosure({ title, heading = false, children }: DisclosureProps) {
  const open = useSignal(false)
  return (
    <details
      onToggle={(event) => {
        open.value = event.currentTarget.open
      }}
    >
      <summary>{heading ? <h2>{title}</h2> : title}</summary>
      {open.value ? children() : null}
    </details>
  )
}
