/** Bytes of an input that come with its signature: outside (scriptSig) and in the witness (BIP-141). */
interface Weight {
  script: number
  witness: number
}

/** 1 signature by a Schnorr key: count, length, 64 bytes. One byte more where it names its sort. */
const TAPROOT: Weight = { script: 0, witness: 66 }
/** Signature (72 at most) and key, each with its length, after their count. */
const WITNESS_KEY: Weight = { script: 0, witness: 108 }
/** The same within a script hash: 23 bytes name it. */
const NESTED_KEY: Weight = { script: 23, witness: 108 }
const LEGACY_KEY: Weight = { script: 107, witness: 1 }
/** A guess: two signatures of three keys. */
const WITNESS_SCRIPT: Weight = { script: 0, witness: 254 }

const at = (script: Uint8Array, ...bytes: number[]): boolean => bytes.every((byte, i) => script[i] === byte)

/** What it takes to spend such an output, for the sorts that most wallets have. @param script null: not known */
function weightOf(script: Uint8Array | null): Weight {
  if (!script) return WITNESS_KEY
  if (script.length === 34 && at(script, 0x51, 0x20)) return TAPROOT
  if (script.length === 34 && at(script, 0x00, 0x20)) return WITNESS_SCRIPT
  if (script.length === 23 && at(script, 0xa9, 0x14)) return NESTED_KEY
  if (script.length === 25 && at(script, 0x76, 0xa9)) return LEGACY_KEY
  return WITNESS_KEY
}

const sizeOfSize = (n: number): number => (n < 0xfd ? 1 : n <= 0xffff ? 3 : 5)

/**
 * Size of a transaction once all have signed, in virtual bytes (BIP-141): an estimate, since what others sign with is not
 * known before.
 * @param inputs scripts of what is spent, in any order
 * @param outputs scripts of where it goes
 */
export function estimateVsize(inputs: readonly (Uint8Array | null)[], outputs: readonly Uint8Array[]): number {
  const weights = inputs.map(weightOf)
  const ins = weights.reduce((sum, { script }) => sum + 40 + sizeOfSize(script) + script, sizeOfSize(inputs.length))
  const outs = outputs.reduce((sum, { length }) => sum + 8 + sizeOfSize(length) + length, sizeOfSize(outputs.length))
  const witness = weights.reduce((sum, weight) => sum + weight.witness, 0)
  const hasWitness = weights.some((weight) => weight.witness > 1)
  // version and lock time; marker and flag
  const bare = 8 + ins + outs
  return Math.ceil((bare * 4 + (hasWitness ? 2 + witness : 0)) / 4)
}
