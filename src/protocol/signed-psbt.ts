import { bytesToHex, hexToBytes } from 'nostr-tools/utils'
import { reader, sameBytes } from './bytes'
import { type Hex, isHex128 } from './hex'
import { type Psbt, type PsbtMap, parsePsbt, spent } from './psbt'
import { KEY } from './psbt-fields'
import { isSignature, keyPathHash, outputKey, taprootScript } from './taproot'

/*
 * Which inputs of a PSBT the user's key signs, and whether a signer did just that. By draft NIP-BC (`signPsbt` and
 * `sign_psbt`, nostr-protocol/nips#2332) a signer signs each input whose tapInternalKey is the user's key, with the
 * key-path tweak of BIP-341, finalizes nothing, and hands back the PSBT. Amber 6.1 does it so (quartz, PsbtSigner): it
 * adds PSBT_IN_TAP_KEY_SIG to each such input that has none, of the sighash type that the input names or else the
 * default, leaves all other records as they are, and in their order. It needs the witness UTXO of every input, and says
 * nothing at all where one has none. A script path (PSBT_IN_TAP_SCRIPT_SIG) is no part of the NIP, and no signature for one
 * is let through.
 */

/**
 * The inputs that are the user's: its key as the internal one, and an output that is really made of it, by itself or with
 * a tree of scripts beside it.
 */
export function inputsOf(psbt: Psbt, user: Uint8Array): number[] {
  const scriptOf = perTree((root) => {
    const key = keyOf(user, root)
    return key && taprootScript(key)
  })
  return psbt.inputs.flatMap((input, at) => {
    const internal = input.get(KEY.tapInternalKey)
    if (!internal || !sameBytes(internal, user)) return []
    const script = scriptOf(input)
    const output = spent(psbt, at)
    return script && output && sameBytes(output.script, script) ? [at] : []
  })
}

/** What `make` makes of an input's tree of scripts, made once for each: nearly all inputs have the same, none. */
function perTree<T>(make: (root: Uint8Array | undefined) => T): (input: PsbtMap) => T {
  const made = new Map<string, { is: T }>()
  return (input) => {
    const root = input.get(KEY.tapMerkleRoot)
    const name = root ? bytesToHex(root) : ''
    const known = made.get(name) ?? { is: make(root) }
    made.set(name, known)
    return known.is
  }
}

/** The user's key as an output with this tree has it; null where a signer named one that is no key. */
function keyOf(user: Uint8Array, root: Uint8Array | undefined): Uint8Array | null {
  try {
    return outputKey(user, root)
  } catch {
    return null
  }
}

/** Those of them that a signer has to sign: not signed or finalized yet, and of a sighash type that can be at all. */
export function dueInputs(psbt: Psbt, user: Uint8Array): number[] {
  const outputs = psbt.inputs.map((_, at) => spent(psbt, at))
  return inputsOf(psbt, user).filter((at) => {
    const map = psbt.inputs[at]
    const isDone = [KEY.tapKeySig, KEY.finalScript, KEY.finalWitness].some((key) => map?.has(key))
    return !isDone && keyPathHash(psbt.tx, outputs, at, sighashOf(psbt, at) ?? 0) !== null
  })
}

/**
 * Is an input of the user's called final that bears no signature of the user's? A signer that goes by the key alone signs
 * it all the same (Amber does), and nobody would have been shown what.
 */
export const isDisguised = (psbt: Psbt, user: Uint8Array): boolean =>
  inputsOf(psbt, user).some((at) => {
    const has = (key: string) => psbt.inputs[at]?.has(key) === true
    return !has(KEY.tapKeySig) && (has(KEY.finalScript) || has(KEY.finalWitness))
  })

/**
 * May a signer be asked to sign it: is anything in it for the user's key, and nothing that only looks done? The text is
 * one that `parsePsbt` reads.
 */
export function isForUser(text: string, user: Hex): boolean {
  const [psbt, key] = [parsePsbt(text), hexToBytes(user)]
  return psbt !== null && dueInputs(psbt, key).length > 0 && !isDisguised(psbt, key)
}

/** The sighash type that an input asks for; null: the signer's choice of default or ALL. */
export function sighashOf(psbt: Psbt, at: number): number | null {
  const bytes = psbt.inputs[at]?.get(KEY.sighashType)
  return bytes ? reader(bytes).uint(4) : null
}

/** What is wrong with an answer, in a word for the protocol log. */
export type Fault =
  | 'no psbt'
  | 'another transaction'
  | 'other outputs'
  | 'other inputs'
  | 'more than signatures'
  | 'bad signature'
  | 'not signed'

/**
 * Is `came` what was asked, with a good signature of the user's on every input that was due, on no other, and nothing else? What a
 * signer leaves out, changes, finalizes or adds beside makes it an answer to something else. What was signed before stays
 * as it was, good or not: it is not the signer's.
 * @returns null: nothing is wrong
 */
export function psbtFault(askedText: string, cameText: string, user: Hex): Fault | null {
  const [asked, came] = [parsePsbt(askedText), parsePsbt(cameText)]
  if (!asked || !came) return 'no psbt'
  // it holds the unsigned transaction, so there are as many inputs and outputs in both
  if (!isSameMap(asked.global, came.global)) return 'another transaction'
  if (!asked.outputs.every((map, at) => isSameMap(map, came.outputs[at]))) return 'other outputs'
  return faultOfInputs(asked, came, hexToBytes(user))
}

function faultOfInputs(asked: Psbt, came: Psbt, user: Uint8Array): Fault | null {
  const due = dueInputs(asked, user)
  const isGood = isSignedBy(asked, user)
  const faults = asked.inputs.map((before, at): Fault | null => {
    const added = addedTo(before, came.inputs[at] ?? new Map())
    if (added === null) return due.includes(at) ? 'not signed' : null
    if (typeof added === 'string') return added
    if (!due.includes(at)) return 'more than signatures'
    return isGood(at, added) ? null : 'bad signature'
  })
  return faults.find((fault) => fault !== null) ?? null
}

/** The signature that was added; null: none, nor anything else. */
function addedTo(before: PsbtMap, after: PsbtMap): Uint8Array | Fault | null {
  if (![...before].every(([key, value]) => isSameValue(value, after.get(key)))) return 'other inputs'
  const [added, ...more] = [...after.keys()].filter((key) => !before.has(key))
  if (added === undefined) return null
  return (added === KEY.tapKeySig && more.length === 0 && after.get(added)) || 'more than signatures'
}

const isSameValue = (a: Uint8Array, b: Uint8Array | undefined): boolean => b !== undefined && sameBytes(a, b)

const isSameMap = (a: PsbtMap, b: PsbtMap | undefined): boolean =>
  a.size === b?.size && [...a].every(([key, value]) => isSameValue(value, b.get(key)))

/** 64 bytes are of the default type; the 65th names another, and never the default (BIP-341). */
function isSignedBy(psbt: Psbt, user: Uint8Array): (at: number, signature: Uint8Array) => boolean {
  const outputs = psbt.inputs.map((_, at) => spent(psbt, at))
  const ownKey = perTree((root) => keyOf(user, root))
  return (at, signature) => {
    const type = signature[64] ?? 0
    const asked = sighashOf(psbt, at)
    const isAsked = asked === null ? type <= SIGHASH_ALL : type === asked
    if (!isAsked || (signature.length === 65 && type === 0)) return false
    const hash = keyPathHash(psbt.tx, outputs, at, type)
    const key = ownKey(psbt.inputs[at] ?? new Map())
    return hash !== null && key !== null && isSignature(signature.subarray(0, 64), hash, key)
  }
}

const SIGHASH_ALL = 1

/**
 * Is `came` the user's signature of `hash` (BIP-340), by the key itself and no tweak of it? So Alby's `signSchnorr` and
 * the `sign_schnorr` of 2023 have it.
 */
export const schnorrFault = (hash: Hex, came: string, user: Hex): Fault | null =>
  isHex128(came.toLowerCase()) && isSignature(hexToBytes(came.toLowerCase()), hexToBytes(hash), hexToBytes(user))
    ? null
    : 'bad signature'
