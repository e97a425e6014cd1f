/** 32 bytes in lower-case hex: keys and event ids (NIP-01). */
export type Hex = string

const HEX64 = /^[0-9a-f]{64}$/

export const isHex64 = (value: unknown): value is Hex => typeof value === 'string' && HEX64.test(value)

const HEX128 = /^[0-9a-f]{128}$/

/** A Schnorr signature (NIP-01). */
export const isHex128 = (value: unknown): value is string => typeof value === 'string' && HEX128.test(value)
