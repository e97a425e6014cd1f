import { schnorr } from '@noble/curves/secp256k1.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { p2tr, Transaction } from '@scure/btc-signer'
import { bytesToHex, hexToBytes } from 'nostr-tools/utils'
import type { Hex } from '../protocol/hex'
import type { Keys } from './keys'
import type { Manner } from './manner'

/** An output to be spent. */
export interface Coin {
  /** Public key whose taproot output it is. */
  owner: Hex
  /** Satoshis; default: 100,000. */
  amount?: bigint
  /** Sighash type that the PSBT asks for; default: it says none. */
  sighash?: number
  /** There is a tree of scripts beside the key. */
  isTree?: boolean
  /** How the PSBT tells of it: by the output, by the whole transaction, or both. Default: the output, as NIP-BC's sites do. */
  told?: 'output' | 'whole' | 'both'
}

/** What is paid; default: to somebody. */
export interface Paid {
  amount: bigint
  to?: Hex
}

/** Whoever reads a PSBT here is to judge it by himself. */
const LENIENT = { allowUnknown: true, allowUnknownInputs: true, allowUnknownOutputs: true } as const

const SOMEBODY = '4f355bdcb7cc0af728ef3cceb9615d90684bb5b2ca5f859ab0f0b704075871aa'

/** A script that anybody may spend by. */
const TREE = { script: Uint8Array.of(0x51) }

const bare = (owner: Hex) => p2tr(hexToBytes(owner), undefined, undefined, true)

const scriptOf = (owner: Hex): Uint8Array => bare(owner).script

/** A transaction of a library that we did not write (@scure/btc-signer), not signed yet. */
export function unsigned(coins: readonly Coin[], paid: readonly Paid[] = [{ amount: 90_000n }]): Transaction {
  const tx = new Transaction(LENIENT)
  for (const [at, { owner, amount = 100_000n, sighash, isTree = false, told = 'output' }] of coins.entries()) {
    const tree = isTree ? p2tr(hexToBytes(owner), TREE, undefined, true) : null
    const { script } = tree ?? bare(owner)
    const before = new Transaction(LENIENT)
    // so that no two are the same
    before.addInput({ txid: sha256(Uint8Array.of(at, coins.length)), index: at })
    before.addOutput({ amount: 1_000n, script: scriptOf(SOMEBODY) })
    before.addOutput({ amount, script })
    const whole = before.unsignedTx
    tx.addInput({
      ...{ txid: sha256(sha256(whole)).reverse(), index: 1, tapInternalKey: hexToBytes(owner) },
      ...(told !== 'whole' && { witnessUtxo: { amount, script } }),
      ...(told !== 'output' && { nonWitnessUtxo: whole }),
      ...(sighash !== undefined && { sighashType: sighash }),
      ...(tree && { tapMerkleRoot: tree.tapMerkleRoot }),
    })
  }
  for (const { amount, to = SOMEBODY } of paid) tx.addOutput({ amount, script: scriptOf(to) })
  return tx
}

export const hexOf = (tx: Transaction): string => bytesToHex(tx.toPSBT(0))

export const psbtOf = (...made: Parameters<typeof unsigned>): string => hexOf(unsigned(...made))

export const readBack = (psbt: string): Transaction => Transaction.fromPSBT(hexToBytes(psbt), LENIENT)

const ALL_SIGHASHES = [0, 1, 2, 3, 0x81, 0x82, 0x83]

/** Does what a signer does: a signature on every input of this key, nothing finalized. */
export function signedBy(psbt: string, secretKey: Hex): string {
  const tx = readBack(psbt)
  // without chance, so that the same is signed twice alike
  tx.sign(hexToBytes(secretKey), ALL_SIGHASHES, new Uint8Array(32))
  return hexOf(tx)
}

/** How a signer answers that knows of Bitcoin; not among the usual replies, for the library takes long to load. */
export const bitcoinReplies = ({ secret }: Keys): Manner['replies'] => ({
  sign_psbt: ({ params }) => ({ result: signedBy(params[0] ?? '', secret) }),
  sign_schnorr: ({ params }) => ({ result: bytesToHex(schnorr.sign(hexToBytes(params[0] ?? ''), hexToBytes(secret))) }),
})
