import type { Runtime, Tabs } from 'webextension-polyfill'
import type { PanelMessage } from '../wire/panel'

/** What `public/early.js` (in the panel) and birth.ts (in the background) began before the rest was there. Each is taken once; what is taken later is old. */
interface Begun {
  earlyPort?: { port: Runtime.Port; said: PanelMessage[]; isGone: boolean; hear: (message: unknown) => void }
  earlyTabs?: Promise<Tabs.Tab[]>
  earlyStill?: Promise<Record<string, unknown>>
  /** The promise holds null where the language has no file. */
  earlyRecords?: Partial<Record<'local' | 'session', Promise<Record<string, unknown>>>>
  earlyWords?: { language: string; messages: Promise<unknown> }
}

const begun = globalThis as Begun

function take<K extends keyof Begun>(name: K): Begun[K] {
  const taken = begun[name]
  delete begun[name]
  return taken
}

/** @returns the panel's port and what it said so far, oldest first; null: none was opened, or it broke already */
export function takePort(): { port: Runtime.Port; said: PanelMessage[] } | null {
  const { port, said, isGone, hear } = take('earlyPort') ?? {}
  if (!port || !said || !hear || isGone) return null
  port.onMessage.removeListener(hear)
  return { port, said }
}

/** @returns the tab that is looked at, as `tabs.query` answers; null: it was not asked */
export const takeTabs = (): Promise<Tabs.Tab[]> | null => take('earlyTabs') ?? null

/** @returns what a background that sleeps may have left (wire/snapshot.ts, `Still`); null: it was not looked for */
export const takeStill = (): Promise<Record<string, unknown>> | null => take('earlyStill') ?? null

/** @returns the messages of `language`; null: they were not asked for, or are not there */
export async function takeWords(language: string): Promise<unknown> {
  const words = take('earlyWords')
  return words?.language === language ? words.messages : null
}

/** @returns all records of an area as they were at the worker's birth; null: they were not asked for, or taken */
export function takeRecords(area: 'local' | 'session'): Promise<Record<string, unknown>> | null {
  const { [area]: records, ...rest } = begun.earlyRecords ?? {}
  begun.earlyRecords = rest
  return records ?? null
}
