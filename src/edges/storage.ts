import * as v from 'valibot'
import browser from 'webextension-polyfill'
import { after, now } from './clock'
import { takeRecords } from './early'

/** `local` outlives the browser; `session` lives in memory until it closes and is out of reach of pages. */
export type Area = 'local' | 'session'

export type Records = Record<string, unknown>

export const readAll = (area: Area): Promise<Records> => takeRecords(area) ?? browser.storage[area].get(null)

/**
 * Content scripts may read `storage.local` in Chromium unless told otherwise; the client keys lie there.
 * Firefox has no such call; there only our own bridge could.
 */
export async function keepFromPages(): Promise<void> {
  const area = browser.storage.local as { setAccessLevel?(access: { accessLevel: string }): Promise<void> }
  await area.setAccessLevel?.({ accessLevel: 'TRUSTED_CONTEXTS' })
}

/**
 * A stored value checked by its schema.
 * @returns the value; null where nothing is stored; `broken` where it does not fit
 */
export function check<T>(schema: v.GenericSchema<unknown, T>, value: unknown): { value: T | null; broken: boolean } {
  if (value === undefined) return { value: null, broken: false }
  const parsed = v.safeParse(schema, value)
  return parsed.success ? { value: parsed.output, broken: false } : { value: null, broken: true }
}

/** Move a record that does not fit out of the way, kept for a later version or a curious person. */
export async function setAside(key: string, value: unknown): Promise<void> {
  await browser.storage.local.set({ [`aside:${now()}:${key}`]: value })
  await browser.storage.local.remove(key)
}

type Put = (some: [string, unknown][]) => Promise<void>

/** Where all together are too much, what is small need not be lost for what is large. @returns what is stored now */
async function singly(put: Put, records: Records, changed: [string, unknown][], written: Records): Promise<Records> {
  const stored = Object.fromEntries(Object.entries(written).filter(([key]) => key in records))
  for (const [key, value] of changed) {
    const isStored = await put([[key, value]]).then(
      () => true,
      () => false,
    )
    if (isStored) stored[key] = value
  }
  return stored
}

/** Forget what was set aside of a record, or of all whose names begin so. */
export async function forgetAside(prefix: string): Promise<void> {
  const names = Object.keys(await browser.storage.local.get(null)).filter((name) =>
    /^aside:\d+:(.*)$/s.exec(name)?.[1]?.startsWith(prefix),
  )
  await browser.storage.local.remove(names)
}

export interface Writer {
  /**
   * Bring storage in line with these records: writes what changed by reference, removes what is gone. They are made when it
   * is their turn; of a hundred that were handed over meanwhile only the last.
   */
  write(records: () => Records): void
  /** Settles when no write is under way. @returns whether all that was handed over is stored */
  stored(): Promise<boolean>
}

/** Clears the places that these keys of `records` will be written to. */
export type MakeWay = (keys: string[], records: Records) => Promise<void>

/** Before a write that failed is tried again by itself: doubled each time, and so often at most (ms). */
const RETRY = { first: 1_000, times: 6 }

/**
 * Writes records of one area, one write at a time, the newest state winning. What is equal by reference to what was
 * written before costs nothing, so a hundred calls in flight do not rewrite each other. What could not be stored is
 * tried again with the next change, and by itself for a minute.
 * @param known what storage holds already
 * @param failed told when the browser would not store (quota)
 * @param makeWay is waited for before these keys of `records` are written; where it fails, they are not
 */
export function writer(
  area: Area,
  known: Records,
  failed: (error: unknown) => void,
  makeWay: MakeWay = async () => {},
): Writer {
  let written: Records = known
  let newest: Records = known
  let next: (() => Records) | null = null
  let running: Promise<void> | null = null
  let failures = 0
  let callOff = () => {}

  function tryAgain(): void {
    callOff()
    if (failures >= RETRY.times) return
    const tried = newest
    callOff = after(RETRY.first * 2 ** failures, () => start(() => tried))
    failures += 1
  }

  function start(records: () => Records): void {
    next = records
    running ??= run()
  }

  async function run(): Promise<void> {
    // not at once: `running` must stand before this can end, where there is nothing to write
    await Promise.resolve()
    while (next) {
      const records = next()
      next = null
      if (records !== written || records !== newest) await store(records)
    }
    running = null
  }

  async function store(records: Records): Promise<void> {
    callOff()
    // a change begins the row of tries anew
    if (records !== newest) failures = 0
    newest = records
    const changed = Object.entries(records).filter(([key, value]) => written[key] !== value)
    const put: Put = async (some) => {
      const part = Object.fromEntries(some)
      await makeWay(Object.keys(part), records)
      await browser.storage[area].set(part)
    }
    const gone = Object.keys(written).filter((key) => !(key in records))
    try {
      // what goes first makes room
      if (gone.length) await browser.storage[area].remove(gone)
      if (changed.length) await put(changed)
      written = records
      failures = 0
    } catch (error) {
      failed(error)
      written = await singly(put, records, changed, written)
      tryAgain()
    }
  }

  return {
    write: start,
    async stored() {
      while (running) await running
      return written === newest
    },
  }
}
