import type { PageOutcome } from './page'

/**
 * Contract bridge ⇄ background, over the runtime port named CALL_PORT. A second name and table serve the panel
 * (panel.ts): a page cannot even name a panel command.
 */
export const CALL_PORT = 'call'

/** A call on its way up. Sent again with the same id after the port broke: the background joins it to the first. */
export interface UpCall {
  /** Unique across pages and time (a UUID of the bridge's). */
  id: string
  method: string
  /** JSON text of the argument array. */
  params: string
}

/** The answer on its way down. */
export interface DownAnswer {
  id: string
  outcome: PageOutcome
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** The door: rebuild what came up a call port; null for anything else. */
export function parseUpCall(raw: unknown): UpCall | null {
  if (typeof raw !== 'object' || raw === null) return null
  const { id, method, params } = raw as Record<string, unknown>
  if (typeof id !== 'string' || !UUID.test(id)) return null
  return typeof method === 'string' && typeof params === 'string' ? { id, method, params } : null
}
