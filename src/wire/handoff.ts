/**
 * Name of the one event by which the provider hands the bridge its end of their line. Both run before the page's first
 * script, the bridge first (manifest order; measured in both browsers), so no listener of the page exists yet, and the
 * bridge's is gone when one could.
 */
export const HANDOFF = 'lanyard'

// Events that the provider dispatches on the handed-over port; heard by the bridge in the same moment.

/** The page has looked at `window.nostr` for the first time: only now the bridge begins to work. */
export const TOUCH = 'touch'

/**
 * Cancelled by a living bridge: Firefox tears a bridge down without a word when the extension is updated, and in
 * Chromium it lives on with nobody to speak to.
 */
export const ALIVE = 'alive'

// The other way: dispatched by the bridge, on the same port, before the page's first script.

/** Lanyard is not to be here: `window.nostr` becomes what it was. */
export const OFF = 'off'

/** `window.nostr` stays ours, whoever would replace it. */
export const FIRM = 'firm'

/** Posted by the provider as a bare text, after TOUCH: the page has another provider too, its own or an extension's. */
export const OTHER = 'other'
