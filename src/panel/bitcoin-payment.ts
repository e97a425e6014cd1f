import { Address, NETWORK, OutScript, Transaction } from '@scure/btc-signer'
import { sameBytes } from '../protocol/bytes'
import { type Psbt, parsePsbt, spent } from '../protocol/psbt'
import { KEY } from '../protocol/psbt-fields'
import { dueInputs, inputsOf, isDisguised, sighashOf } from '../protocol/signed-psbt'
import { outputKey, taprootScript } from '../protocol/taproot'
import type { TxOutput } from '../protocol/transaction'
import type { Destination, Payment, PaymentInput, PaymentOutput } from './bitcoin'
import { estimateVsize } from './bitcoin-size'

// The one module that takes in the library: loaded only where a payment is to be shown (parts/use-payments.ts).

/**
 * What a PSBT of version 0 comes to for `user`. Read twice, by us and by the library: where the two do not say the same,
 * it is not shown.
 * @param psbtHex as the site handed it over
 * @param user public key, hex
 * @returns null where it cannot be read; never throws
 */
export function readPayment(psbtHex: string, user: string): Payment | null {
  try {
    const psbt = parsePsbt(psbtHex)
    return psbt && read(psbt, bytesOf(psbtHex), bytesOf(user))
  } catch {
    return null
  }
}

const bytesOf = (hex: string): Uint8Array =>
  Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16))

const hexOf = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')

/** No check of what wallets may sign: it is only shown. */
const LENIENT = {
  ...{ allowUnknownInputs: true, allowUnknownOutputs: true, allowUnknown: true },
  ...{ allowLegacyWitnessUtxo: true, disableScriptCheck: true },
}

function read(psbt: Psbt, bytes: Uint8Array, user: Uint8Array): Payment | null {
  const twin = Transaction.fromPSBT(bytes, LENIENT)
  const key = outputKey(user)
  if (!isTwin(psbt, twin) || !key || isDisguised(psbt, user)) return null
  const coins = psbt.tx.inputs.map((_, at) => spent(psbt, at))
  const whose = { own: taprootScript(key), mine: inputsOf(psbt, user), due: dueInputs(psbt, user), user }
  const inputs = coins.map((coin, at) => inputAt(psbt, at, coin, whose))
  const outputs = psbt.tx.outputs.map((output, at) => outputAt(psbt, at, output, whose))
  const vsize = estimateVsize(
    coins.map((coin) => coin?.script ?? null),
    psbt.tx.outputs.map(({ script }) => script),
  )
  const { version, lockTime } = psbt.tx
  return { txid: twin.id, version, lockTime, vsize, inputs, outputs, ...sumsOf(inputs, outputs, vsize) }
}

interface Whose {
  user: Uint8Array
  /** Script of the user's key alone, without a tree of other scripts by which somebody else could spend. */
  own: Uint8Array
  /** Inputs that the user's key can spend, also where others could, too. */
  mine: readonly number[]
  /** Inputs that wait for the user's signature. */
  due: readonly number[]
}

/** Do we and the library read the same? */
function isTwin({ tx }: Psbt, twin: Transaction): boolean {
  if (twin.inputsLength !== tx.inputs.length || twin.outputsLength !== tx.outputs.length) return false
  if (twin.version !== tx.version || twin.lockTime !== tx.lockTime) return false
  const ins = tx.inputs.every(({ txid, index }, at) => {
    const input = twin.getInput(at)
    return input.index === index && input.txid !== undefined && sameBytes(input.txid, txid.slice().reverse())
  })
  const outs = tx.outputs.every(({ amount, script }, at) => {
    const output = twin.getOutput(at)
    return output.amount === amount && output.script !== undefined && sameBytes(output.script, script)
  })
  return ins && outs
}

function inputAt(psbt: Psbt, at: number, coin: TxOutput | null, { own, mine, due }: Whose): PaymentInput {
  const input = psbt.tx.inputs[at]
  const isYours = coin !== null && (mine.includes(at) || sameBytes(coin.script, own))
  return {
    outpoint: `${hexOf((input?.txid ?? new Uint8Array()).slice().reverse())}:${input?.index ?? 0}`,
    amount: coin?.amount ?? null,
    owner: isYours ? 'you' : coin ? 'other' : 'unknown',
    isDue: due.includes(at),
    sighash: sighashOf(psbt, at),
  }
}

/**
 * Only the user's key alone makes it the user's. The script of one of the user's inputs would not do: an input with a tree
 * of scripts is one that a site can prepare, and what comes "back" to it the site could spend.
 */
function outputAt(psbt: Psbt, at: number, { amount, script }: TxOutput, { own, user }: Whose): PaymentOutput {
  const isYours = sameBytes(script, own)
  const map = psbt.outputs[at]
  const internal = map?.get(KEY.outTapInternalKey)
  // PSBT_OUT_TAP_BIP32_DERIVATION is another way to claim it
  const isClaimed = (internal && sameBytes(internal, user)) || map?.has(`07${hexOf(user)}`) === true
  return { amount, to: destinationOf(script), isYours, isFalse: isClaimed && !isYours }
}

const OP_RETURN = 0x6a

function destinationOf(script: Uint8Array): Destination {
  if (script[0] === OP_RETURN) return { type: 'data', ...dataOf(script) }
  try {
    const known = OutScript.decode(script)
    // the library reads pushes that are longer than they must be; to the network those are other scripts, some anyone's
    if (!sameBytes(OutScript.encode(known), script)) return { type: 'script', hex: hexOf(script) }
    return { type: 'address', address: Address(NETWORK).encode(known) }
  } catch {
    return { type: 'script', hex: hexOf(script) }
  }
}

/** What is written after OP_RETURN: the pushes alone, where it is nothing but pushes. */
function dataOf(script: Uint8Array): { hex: string; text: string | null } {
  const bytes = pushedBytes(script)
  return { hex: hexOf(bytes ?? script.subarray(1)), text: bytes && readableText(bytes) }
}

function pushedBytes(script: Uint8Array): Uint8Array | null {
  const all: number[] = []
  for (let i = 1; i < script.length; ) {
    const op = script[i] ?? 0
    const width = [1, 2, 4][op - 0x4c] ?? 0
    if (op > 0x4e) return null
    let length = op
    if (width > 0) length = script.slice(i + 1, i + 1 + width).reduceRight((sum, byte) => sum * 256 + byte, 0)
    const from = i + 1 + width
    if (from + length > script.length) return null
    all.push(...script.subarray(from, from + length))
    i = from + length
  }
  return Uint8Array.from(all)
}

/** Text in which nothing is hidden; null: bytes that a person cannot read. */
function readableText(bytes: Uint8Array): string | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    return text.trim() !== '' && !/[\p{C}\p{Zl}\p{Zp}]/u.test(text) ? text : null
  } catch {
    return null
  }
}

const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((all, one) => all + one, 0n)

/** A fee is known only where all that comes in is; less in than out is no fee. */
function sumsOf(
  inputs: readonly PaymentInput[],
  outputs: readonly PaymentOutput[],
  vsize: number,
): Pick<Payment, 'fee' | 'rate' | 'leaves'> {
  const known = inputs.flatMap(({ amount }) => (amount === null ? [] : [amount]))
  const fee = sum(known) - sum(outputs.map(({ amount }) => amount))
  const isKnown = known.length === inputs.length && fee >= 0n
  const mine = inputs.filter(({ owner }) => owner === 'you').map(({ amount }) => amount ?? 0n)
  const back = outputs.filter(({ isYours }) => isYours).map(({ amount }) => amount)
  return {
    fee: isKnown ? fee : null,
    rate: isKnown ? Number(fee) / vsize : null,
    leaves: sum(mine) - sum(back),
  }
}
