import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from 'nostr-tools/utils'
import { join, type Reader, reader, sameBytes } from './bytes'

/** A transaction as BIP-341 signs it: without its witnesses. */
export interface Transaction {
  /** Without sign: BIP-341 takes its four bytes as they are. */
  version: number
  inputs: TxInput[]
  outputs: TxOutput[]
  lockTime: number
}

export interface TxInput {
  /** Hash of the transaction that is spent, in its internal order of bytes. */
  txid: Uint8Array
  /** Which of its outputs. */
  index: number
  script: Uint8Array
  sequence: number
}

export interface TxOutput {
  /** Satoshis. */
  amount: bigint
  script: Uint8Array
}

/** All that will ever be mined: 21 million bitcoin. */
const MAX_SATS = 2_100_000_000_000_000n

function list<T>(from: Reader, read: () => T): T[] {
  const count = from.size()
  // each takes bytes: a huge number is a lie, and is not believed by making room for it
  if (count > from.left) throw new RangeError('too short')
  return Array.from({ length: count }, read)
}

const readInput = (from: Reader): TxInput => ({
  txid: from.take(32),
  index: from.uint(4),
  script: from.sized(),
  sequence: from.uint(4),
})

export function readOutput(from: Reader): TxOutput {
  const amount = from.uint64()
  if (amount > MAX_SATS) throw new RangeError('more than there is')
  return { amount, script: from.sized() }
}

function readBody(from: Reader): Transaction {
  const version = from.uint(4)
  const inputs = list(from, () => readInput(from))
  const outputs = list(from, () => readOutput(from))
  return { version, inputs, outputs, lockTime: from.uint(4) }
}

/**
 * The bytes of an unsigned transaction (BIP-174: the old form, with empty scripts, marker and witness left out).
 * @throws RangeError where they are none, or one that can never be valid: without an input, or with one output spent
 *   twice, which would count its amount twice
 */
export function readUnsigned(bytes: Uint8Array): Transaction {
  const from = reader(bytes)
  const tx = readBody(from)
  if (from.left > 0 || tx.inputs.length === 0) throw new RangeError('not a transaction')
  if (tx.inputs.some(({ script }) => script.length > 0)) throw new RangeError('signed')
  const spends = new Set(tx.inputs.map(({ txid, index }) => `${bytesToHex(txid)}:${index}`))
  if (spends.size < tx.inputs.length) throw new RangeError('one output twice')
  return tx
}

/**
 * An output of the transaction that is spent, as a PSBT brings it whole (BIP-174, PSBT_IN_NON_WITNESS_UTXO): believed
 * only where the bytes have the hash that the input names.
 * @returns null where they have another, or no such output
 * @throws RangeError where they are no transaction
 */
export function spentOutput(bytes: Uint8Array, { txid, index }: Pick<TxInput, 'txid' | 'index'>): TxOutput | null {
  const bare = withoutWitness(bytes)
  const from = reader(bare)
  const { outputs } = readBody(from)
  if (from.left > 0 || !sameBytes(sha256(sha256(bare)), txid)) return null
  return outputs[index] ?? null
}

/** The bytes that a txid is the hash of: marker, flag and witnesses are left out (BIP-144). */
function withoutWitness(bytes: Uint8Array): Uint8Array {
  if (bytes[4] !== 0 || bytes[5] !== 1) return bytes
  const from = reader(bytes.subarray(6))
  list(from, () => readInput(from))
  list(from, () => readOutput(from))
  return join(bytes.subarray(0, 4), bytes.subarray(6, bytes.length - from.left), bytes.subarray(-4))
}
