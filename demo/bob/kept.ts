import { getPublicKey } from 'nostr-tools/pure'
import { hexToBytes } from 'nostr-tools/utils'
import type { Machine, Screen } from '../screen'

/** The parts of the extension API that are looked into, inside the panel. */
declare const chrome: { storage: Record<'local' | 'session', { get(keys: null): Promise<Record<string, unknown>> }> }

/** The keys of a pairing, as a machine keeps them. */
export interface Keys {
  user: string
  client: string
  clientSecretKey: string
  remoteSigner: string
}

/** All that an extension's page can find of what Lanyard keeps: both storage areas, the log, the panel's own. */
const everythingIn = (panel: Screen): Promise<string> =>
  panel.evaluate(async () => {
    const log = await indexedDB.databases().then((all) =>
      Promise.all(
        all.map(
          ({ name = '' }) =>
            new Promise((resolve, reject) => {
              const opening = indexedDB.open(name)
              opening.onerror = () => reject(opening.error)
              opening.onsuccess = () => {
                const database = opening.result
                const reading = database.transaction('log').objectStore('log').getAll()
                reading.onsuccess = () => {
                  database.close()
                  resolve(reading.result)
                }
              }
            }),
        ),
      ),
    )
    return JSON.stringify([
      await chrome.storage.local.get(null),
      await chrome.storage.session.get(null),
      { ...localStorage },
      log,
    ])
  })

/** What of these can be found on a machine, by name. */
export async function foundIn(machine: Machine, needles: Readonly<Record<string, string>>): Promise<string[]> {
  const panel = await machine.openPanel('#full/settings')
  const everything = await everythingIn(panel)
  await panel.close()
  return Object.entries(needles).flatMap(([name, needle]) => (everything.includes(needle) ? [name] : []))
}

/** @throws where there is not exactly one pairing */
export async function keysIn(machine: Machine): Promise<Keys> {
  const panel = await machine.openPanel('#full/settings')
  const local = await panel.evaluate(() => chrome.storage.local.get(null))
  await panel.close()
  const sessions = Object.values(local).filter(
    (record): record is Omit<Keys, 'client'> =>
      typeof record === 'object' && record !== null && 'clientSecretKey' in record,
  )
  const [session] = sessions
  if (!session || sessions.length > 1) throw new Error(`${sessions.length} pairings are kept`)
  const { user, clientSecretKey, remoteSigner } = session
  return { user, clientSecretKey, remoteSigner, client: getPublicKey(hexToBytes(clientSecretKey)) }
}
