import { bytesToHex, hexToBytes } from 'nostr-tools/utils'
import { type Reader, reader, sameBytes } from './bytes'
import { isField, KEY, type MapKind } from './psbt-fields'
import { readOutput, readUnsigned, spentOutput, type Transaction, type TxOutput } from './transaction'

export { KEY }

/** Entries of one map of a PSBT, by their whole key in hex: unknown ones as well. Their order means nothing. */
export type PsbtMap = ReadonlyMap<string, Uint8Array>

/**
 * A partially signed Bitcoin transaction of version 0 (BIP-174, with the taproot fields of BIP-371). Version 2 (BIP-370)
 * is not read: NIP-BC speaks of BIP-174, and Amber knows no other.
 */
export interface Psbt {
  tx: Transaction
  global: PsbtMap
  /** One per input of `tx`. */
  inputs: PsbtMap[]
  /** One per output of `tx`. */
  outputs: PsbtMap[]
}

/** "psbt" and 0xff. */
const MAGIC = '70736274ff'

/** @returns null where the text is no PSBT of version 0 in hex, in whichever case; never throws */
export function parsePsbt(text: string): Psbt | null {
  const from = bytesOf(text)
  if (!from) return null
  try {
    return readPsbt(from)
  } catch {
    return null
  }
}

/** What is wrong with a text that is no PSBT to `parsePsbt`, in a word for the site's makers. */
export function psbtFlaw(text: string): 'base64' | 'version 2' | 'malformed' {
  if (text.startsWith('cHNidP')) return 'base64'
  const from = bytesOf(text)
  try {
    const version = from && readMap(from, 'global').get(KEY.version)
    return version && reader(version).uint(4) === 2 ? 'version 2' : 'malformed'
  } catch {
    return 'malformed'
  }
}

/** What follows the magic bytes; null where the text is not hex that begins with them. */
function bytesOf(text: string): Reader | null {
  if (!/^(?:[0-9a-f]{2})+$/i.test(text)) return null
  const hex = text.toLowerCase()
  return hex.startsWith(MAGIC) ? reader(hexToBytes(hex.slice(MAGIC.length))) : null
}

function readPsbt(from: Reader): Psbt | null {
  const global = readMap(from, 'global')
  const unsigned = global.get(KEY.unsignedTx)
  const version = global.get(KEY.version)
  if (!unsigned || (version && reader(version).uint(4) !== 0)) return null
  const tx = readUnsigned(unsigned)
  const inputs = tx.inputs.map(() => readMap(from, 'input'))
  const outputs = tx.outputs.map(() => readMap(from, 'output'))
  return from.left === 0 ? { tx, global, inputs, outputs } : null
}

function readMap(from: Reader, kind: MapKind): PsbtMap {
  const map = new Map<string, Uint8Array>()
  for (let key = from.sized(); key.length > 0; key = from.sized()) {
    const name = bytesToHex(key)
    const value = from.sized()
    if (map.has(name) || !isField(kind, name, value)) throw new RangeError('not a field')
    map.set(name, value)
  }
  return map
}

/**
 * What an input spends; null where the PSBT does not say, says it in two ways, or brings a transaction that is not the
 * one spent. A witness UTXO by itself is the site's word. It is safe to sign by in taproot: the signature covers amounts
 * and scripts (BIP-341), and is worth nothing where they are not so.
 */
export function spent({ tx, inputs }: Psbt, at: number): TxOutput | null {
  const [input, map] = [tx.inputs[at], inputs[at]]
  if (!input || !map) return null
  try {
    const [whole, brief] = [map.get(KEY.nonWitnessUtxo), map.get(KEY.witnessUtxo)]
    const named = whole ? spentOutput(whole, input) : null
    if (!brief || (whole && !named)) return named
    const said = outputOf(brief)
    return named && said && !isSame(named, said) ? null : said
  } catch {
    return null
  }
}

function outputOf(bytes: Uint8Array): TxOutput | null {
  const from = reader(bytes)
  const output = readOutput(from)
  return from.left === 0 ? output : null
}

const isSame = (a: TxOutput, b: TxOutput): boolean => a.amount === b.amount && sameBytes(a.script, b.script)
