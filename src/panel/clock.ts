import { signal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { after, now as clock } from '../edges/clock'

/** ms since the epoch, true to the second while something on the page counts. */
export const now = signal(clock())

let counting = 0
let stop = (): void => undefined

const tick = (): void => {
  now.value = clock()
  stop = after(1_000 - (now.value % 1_000), tick)
}

/** The current time; the component is drawn again each second. */
export function useNow(): number {
  useEffect(() => {
    if (counting++ === 0) tick()
    return () => {
      if (--counting === 0) stop()
    }
  }, [])
  return now.value
}
