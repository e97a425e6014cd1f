import browser from 'webextension-polyfill'
import { now } from './clock'

/** ms that a look counts. */
const FRESH = 1_000

let seen: number | undefined
let askedAt = Number.NEGATIVE_INFINITY

/**
 * The tab that the person looks at, as far as it is known: the browser is asked at most once a second, and answers for
 * the next time. To be told of each change would wake the background whenever somebody goes to another tab.
 */
export function tabLookedAt(): number | undefined {
  if (now() - askedAt < FRESH) return seen
  askedAt = now()
  browser.tabs.query({ active: true, lastFocusedWindow: true }).then(
    ([tab]) => {
      seen = tab?.id
    },
    () => undefined,
  )
  return seen
}
