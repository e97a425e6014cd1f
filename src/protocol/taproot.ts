import { schnorr, secp256k1 } from '@noble/curves/secp256k1.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from 'nostr-tools/utils'
import { join, sizeBytes, uint64Bytes, uintBytes } from './bytes'
import type { Transaction, TxOutput } from './transaction'

const { taggedHash, lift_x, pointToBytes } = schnorr.utils
const { Fn, BASE } = secp256k1.Point

/**
 * The key of the output that `internal` may spend by its key alone, or with a tree of scripts beside it (BIP-341).
 * @param merkleRoot of that tree; default: none
 * @throws Error where `internal` is no point on the curve
 */
export function outputKey(internal: Uint8Array, merkleRoot: Uint8Array = new Uint8Array()): Uint8Array {
  const tweak = Fn.fromBytes(taggedHash('TapTweak', internal, merkleRoot))
  return pointToBytes(lift_x(BigInt(`0x${bytesToHex(internal)}`)).add(BASE.multiplyUnsafe(tweak)))
}

/** The script of a taproot output: OP_1 and its key (BIP-341). */
export const taprootScript = (key: Uint8Array): Uint8Array => join(Uint8Array.of(0x51, 0x20), key)

/** What a signature covers, by its last byte (BIP-341): all outputs, none or one; with 0x80, of one input alone. */
export const SIGHASHES: readonly number[] = [0x00, 0x01, 0x02, 0x03, 0x81, 0x82, 0x83]

const [NO_OUTPUTS, ONE_OUTPUT, ANYONE_CAN_PAY] = [0x02, 0x03, 0x80]

/**
 * What is signed for input `at` by a key alone (BIP-341, without an annex: a PSBT has no place for one).
 * @param spent what each input spends, in their order; null: not known
 * @param type one of SIGHASHES
 * @returns null where such a signature cannot be: an unknown type, no output to go with the input, or an amount or
 *   script that it would cover is not known
 */
export function keyPathHash(
  tx: Transaction,
  spent: readonly (TxOutput | null)[],
  at: number,
  type: number,
): Uint8Array | null {
  if (!SIGHASHES.includes(type)) return null
  const isAlone = (type & ANYONE_CAN_PAY) !== 0
  const inputs = isAlone ? ownInput(tx, spent, at) : allInputs(tx, spent, at)
  const outputs = outputsOf(tx, at, type & 0x03)
  if (!inputs || !outputs) return null
  return taggedHash(
    'TapSighash',
    // the epoch, then the type
    Uint8Array.of(0, type),
    uintBytes(tx.version, 4),
    uintBytes(tx.lockTime, 4),
    ...inputs.common,
    ...outputs.common,
    // by key, and no annex
    Uint8Array.of(0),
    ...inputs.own,
    ...outputs.own,
  )
}

/** What stands before the byte in the middle of a signature message, and what after it. */
interface Part {
  common: Uint8Array[]
  own: Uint8Array[]
}

function allInputs({ inputs }: Transaction, spent: readonly (TxOutput | null)[], at: number): Part | null {
  const known = spent.filter((output) => output !== null)
  if (known.length !== inputs.length || at >= inputs.length) return null
  const common = [
    inputs.map(({ txid, index }) => join(txid, uintBytes(index, 4))),
    known.map(({ amount }) => uint64Bytes(amount)),
    known.map(({ script }) => sized(script)),
    inputs.map(({ sequence }) => uintBytes(sequence, 4)),
  ]
  return { common: common.map((parts) => sha256(join(...parts))), own: [uintBytes(at, 4)] }
}

function ownInput({ inputs }: Transaction, spent: readonly (TxOutput | null)[], at: number): Part | null {
  const [input, output] = [inputs[at], spent[at]]
  if (!input || !output) return null
  const { txid, index, sequence } = input
  return { common: [], own: [txid, uintBytes(index, 4), outputBytes(output), uintBytes(sequence, 4)] }
}

function outputsOf({ outputs }: Transaction, at: number, which: number): Part | null {
  if (which === NO_OUTPUTS) return { common: [], own: [] }
  if (which !== ONE_OUTPUT) return { common: [sha256(join(...outputs.map(outputBytes)))], own: [] }
  const output = outputs[at]
  return output ? { common: [], own: [sha256(outputBytes(output))] } : null
}

const sized = (script: Uint8Array): Uint8Array => join(sizeBytes(script.length), script)

const outputBytes = ({ amount, script }: TxOutput): Uint8Array => join(uint64Bytes(amount), sized(script))

/**
 * Is this a signature of `hash` by a key as it stands (BIP-340)? False for anything that is no signature.
 * @param key 32 bytes
 */
export function isSignature(signature: Uint8Array, hash: Uint8Array, key: Uint8Array): boolean {
  try {
    return schnorr.verify(signature, hash, key)
  } catch {
    return false
  }
}
