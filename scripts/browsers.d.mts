/** The path of a Chromium that takes an unpacked extension by flag; LANYARD_CHROMIUM goes first. */
export function findChromium(): string | null
/** The path of a Firefox; LANYARD_FIREFOX goes first. */
export function findFirefox(): string | null
