import { generateSecretKey } from 'nostr-tools/pure'
import { bytesToHex } from 'nostr-tools/utils'
import type { Hex } from '../protocol/hex'

export const newId = (): string => crypto.randomUUID()

/** A fresh client key: one per pairing, so that relays cannot tie pairings together. */
export const newSecretKey = (): Hex => bytesToHex(generateSecretKey())

/** 128 bits in letters and digits only (SIGNERS rule 9). */
export const newSecret = (): string => crypto.randomUUID().replaceAll('-', '')
