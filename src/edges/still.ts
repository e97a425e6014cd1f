import type { Snapshot } from '../wire/panel'
import { after, now } from './clock'
import { takeStill } from './early'
import { version } from './ports'

const LISTS = ['accounts', 'approvals', 'pending', 'sites', 'notices', 'rows'] as const

/** Ours alone writes it, and it goes with the browser and with each version: no more is looked at than what it is. */
const isSnapshot = (value: unknown): value is Snapshot => {
  const one = Object(value) as Partial<Snapshot>
  const isWhole = LISTS.every((name) => Array.isArray(one[name])) && Object(one.settings) === one.settings
  return isWhole && one.lock?.state === 'none' && one.version === version()
}

/** ms, then nobody waits for storage or for a painting any more. */
const PATIENCE = 200

const late = <T>(value: T): Promise<T> => new Promise((resolve) => after(PATIENCE, () => resolve(value)))

/** Settles when the page has painted something. */
export function painted(): Promise<void> {
  const paint = new Promise<void>((resolve) => {
    const watch = new PerformanceObserver(() => resolve())
    watch.observe({ type: 'paint', buffered: true })
  })
  return Promise.race([paint, late(undefined)])
}

/**
 * What a background that may be asleep would say, as of now.
 * @returns null where it left nothing, or that is no longer so
 */
export async function lastStill(): Promise<Snapshot | null> {
  const { still } = (await Promise.race([takeStill(), late(null)])) ?? {}
  const { snapshot, until } = Object(still) as { snapshot?: unknown; until?: unknown }
  const holds = until === undefined || (typeof until === 'number' && now() < until)
  return holds && isSnapshot(snapshot) ? { ...snapshot, takenAt: now() } : null
}
