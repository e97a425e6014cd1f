/**
 * Name of the one event by which the provider hands the bridge its end of their line. Both run before the page's first
 * script, the bridge first (manifest order; measured in both browsers), so no listener of the page exists yet, and the
 * bridge's is gone when one could.
 */
export const HANDOFF = 'lanyard'

/** Sent on the handed-over port and cancelled by a living bridge: Firefox tears a bridge down without a word. */
export const ALIVE = 'alive'
