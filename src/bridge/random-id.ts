/** 128 random bits as text. `crypto.randomUUID` is missing on sites without TLS, where a content script runs too. */
export const randomId = (): string => crypto.getRandomValues(new Uint32Array(4)).join('-')
