import { useEffect, useRef } from 'preact/hooks'

/** The view itself, where what had the focus goes away. */
export const holdFocus = (): void => document.querySelector('main')?.focus({ preventScroll: true })

/**
 * What had the focus went away with a change: hands it to what stands in its place. Never takes it from where it is.
 * @param change of these the first is no change
 * @param place of what is next, in the view; where it is not there, the view has it
 */
export function useFocusKept(change: unknown, place?: string): void {
  const before = useRef(change)
  useEffect(() => {
    if (before.current === change) return
    before.current = change
    if (document.activeElement !== document.body) return
    const next = place ? document.querySelector<HTMLElement>(`main ${place}`) : null
    if (next) next.focus()
    else holdFocus()
  }, [change])
}
