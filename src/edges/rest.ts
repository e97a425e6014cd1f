import browser from 'webextension-polyfill'
import type { Snapshot } from '../wire/panel'

/** In `storage.session`, beside the journal. */
const REST = 'rest'

/** What panels would be told, left for one that opens while the background sleeps. */
export const leaveRest = (snapshot: Snapshot): Promise<void> => browser.storage.session.set({ [REST]: snapshot })

export const takeRest = (): Promise<void> => browser.storage.session.remove(REST)

/** @returns what was left; null where there is nothing, or only of another version */
export async function readRest(): Promise<Snapshot | null> {
  try {
    const { [REST]: rest } = await browser.storage.session.get(REST)
    const { version } = browser.runtime.getManifest()
    return (rest as Snapshot | undefined)?.version === version ? (rest as Snapshot) : null
  } catch {
    return null
  }
}
