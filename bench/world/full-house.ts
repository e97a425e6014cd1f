import { command } from '../../e2e/harness/remote'
import type { ProfileRecord } from '../../src/edges/records'
import type { Rule } from '../../src/policy/rule'
import type { SiteRecord } from '../../src/policy/site'
import type { Outcome } from '../../src/protocol/error'
import type { LogEntry } from '../../src/wire/log'
import type { Seat, Tab } from './browser'
import { type Ground, lanyardSide, pair, type Stage, siteAt, tokenOf } from './stage'

/** What somebody has who uses Lanyard for everything. */
export const HOUSE = { accounts: 10, sites: 200, tabs: 100, log: 10_000 } as const

/** Each site may do three things. */
const ALLOWED = ['sign_event:1', 'sign_event:7', 'nip44_decrypt']
/** The rows' own sites have smaller numbers. */
const FIRST = 1_000
/** Of a picture, of the size that is kept of most (characters; src/edges/profile-picture.ts). */
const PICTURE = 8_000
const DAY = 86_400_000

const homes = (ground: Ground): string[] =>
  Array.from({ length: HOUSE.sites }, (_, n) => siteAt(ground.site, FIRST + n))

const turn = <T>(list: readonly T[], n: number): T => list[n % list.length] as T

/** @returns all users, the one of every side first */
async function pairAll(ground: Ground, panel: Tab): Promise<string[]> {
  const users = [ground.who.user]
  while (users.length < HOUSE.accounts) {
    const { user, secret } = await ground.signer.another()
    await pair(panel, tokenOf(ground, 'full', secret), user)
    users.push(user)
  }
  await command(panel, 'setDefaultAccount', ground.who.user)
  return users
}

/** As from a file of settings: sites, and what they may. */
async function allow(panel: Tab, origins: readonly string[], users: readonly string[]): Promise<void> {
  const text = (await command(panel, 'exportBackup', null)) as unknown as Outcome<string>
  if (!text.ok) throw new Error('no backup')
  const file = JSON.parse(text.value)
  const sites = origins.map((origin, n): SiteRecord => {
    const account = turn(users, n)
    const rest = { on: null, hasOther: false, isFirm: false }
    return { origin, account, presets: { [account]: 'everyday' }, told: account, ...rest }
  })
  const rules = origins.flatMap((origin, n) =>
    ALLOWED.map((permission): Rule => ({ account: turn(users, n), origin, permission, allow: true, until: null })),
  )
  const whole = JSON.stringify({ ...file, sites: [...file.sites, ...sites], rules: [...file.rules, ...rules] })
  const taken = await command(panel, 'importBackup', whole, null)
  if (!taken.ok) throw new Error(`not taken: ${taken.error.code}`)
}

/** Names and pictures, as they lie on disk. The background reads them when it next wakes. */
async function introduce(panel: Tab, users: readonly string[]): Promise<void> {
  const record = (n: number): ProfileRecord => ({
    ...{
      name: `Somebody ${n}`,
      given: null,
      createdAt: 1,
      checkedAt: Date.now(),
      source: `https://pictures.example/${n}`,
    },
    picture: `data:image/webp;base64,${'A'.repeat(PICTURE)}`,
  })
  const records = Object.fromEntries(users.map((user, n) => [`profile:${user}`, record(n)]))
  await panel.evaluate((records) => chrome.storage.local.set(records), records)
}

/** As src/edges/log-store.ts writes them: what was signed in the last year. */
async function remember(panel: Tab, origins: readonly string[], users: readonly string[]): Promise<void> {
  const entries = Array.from({ length: HOUSE.log }, (_, n): LogEntry => {
    const permission = turn(ALLOWED, n >> 3)
    return {
      ...{
        id: crypto.randomUUID(),
        at: Date.now() - Math.round((n / HOUSE.log) * 365 * DAY) - DAY,
        outcome: 'answered',
      },
      ...{ account: turn(users, n), origin: turn(origins, n), topOrigin: null, permission, by: 'rule' },
      ...(permission.startsWith('sign') && { eventId: n.toString(16).padStart(64, '0') }),
    }
  })
  await panel.evaluate(
    (entries) =>
      new Promise<void>((resolve, reject) => {
        const request = indexedDB.open('lanyard', 1)
        request.onupgradeneeded = () => request.result.createObjectStore('log', { keyPath: 'id' })
        request.onerror = () => reject(request.error)
        request.onsuccess = () => {
          const writing = request.result.transaction('log', 'readwrite')
          for (const entry of entries) writing.objectStore('log').put(entry)
          writing.onabort = () => reject(writing.error)
          writing.oncomplete = () => {
            request.result.close()
            resolve()
          }
        }
      }),
    entries,
  )
}

/** In an extension's page. */
declare const chrome: { storage: { local: { set(records: object): Promise<void> } } }

/** Lanyard with much in it beside Lanyard with one account and one site. The browsers of the full one have its tabs. */
export async function openFullHouse(ground: Ground): Promise<Stage> {
  const origins = homes(ground)
  const tabs = async (seat: Seat) => {
    for (const origin of origins.slice(0, HOUSE.tabs)) await seat.show(`${origin}/look`)
  }
  const [none, crowded] = [await ground.sit(null), await ground.sit(null)]
  await tabs(crowded)
  const empty = await lanyardSide(ground, 'empty', none)
  const full = await lanyardSide(ground, 'full', crowded, async (seat, panel) => {
    const users = await pairAll(ground, panel)
    await allow(panel, origins, users)
    await remember(panel, origins, users)
    await introduce(panel, users)
    await tabs(seat)
  })
  await full.seat.sleep()
  return { ...ground, none, sides: [empty, full] }
}
