import type { TokenLink } from '../edges/links'
import { bringToFront, showPairing } from '../edges/window'
import { succeed } from '../protocol/error'
import type { CommandHandlers } from '../wire/panel'

/** Tokens of links that a person chose on a page. */
export interface Offers {
  /** Show the pairing page with it. While one is shown and not decided, that page comes to the front and stays as it is. */
  take(link: TokenLink): Promise<void>
  tabClosed(tabId: number): void
  commands: Pick<CommandHandlers, 'readOffer' | 'endOffer'>
}

/**
 * In memory only: a token may carry a secret, and who left it undecided finds the link again. A page shows what it read
 * first, so that no other link can come under somebody's click.
 */
export function offersOf(): Offers {
  let offered: TokenLink | null = null
  let tab: Promise<number | null> = Promise.resolve(null)
  const end = () => {
    offered = null
  }
  return {
    async take(link) {
      const before = offered
      const tabId = before && (await tab)
      const isThere =
        tabId !== null &&
        (await bringToFront(tabId).then(
          () => true,
          () => false,
        ))
      // or another was begun while the browser was asked
      if (isThere || (offered && offered !== before)) return
      offered = link
      tab = showPairing().catch(() => {
        end()
        return null
      })
    },
    async tabClosed(tabId) {
      if (offered && (await tab) === tabId) end()
    },
    commands: {
      readOffer: () => succeed(offered),
      endOffer() {
        end()
        return succeed(undefined)
      },
    },
  }
}
