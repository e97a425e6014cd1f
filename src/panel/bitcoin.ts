/** A Bitcoin transaction that waits for signatures, as a person may judge it. Amounts are satoshis. */
export interface Payment {
  /** Of the transaction without signatures; inputs that are no segwit ones will change it. */
  txid: string
  version: number
  lockTime: number
  /** Virtual bytes, once all have signed: an estimate. */
  vsize: number
  inputs: PaymentInput[]
  outputs: PaymentOutput[]
  /** null: not known, as some input's amount is not, or more goes out than comes in. */
  fee: bigint | null
  /** Satoshis for a virtual byte: an estimate; null as `fee`. */
  rate: number | null
  /** The user's inputs without what comes back to the user; negative: more comes back. */
  leaves: bigint
}

export interface PaymentInput {
  /** Which output it spends: `<txid>:<index>`. */
  outpoint: string
  /** null: the PSBT does not say, or contradicts itself. */
  amount: bigint | null
  /** Whose coins these are, by their script. */
  owner: 'you' | 'other' | 'unknown'
  /** It waits for the user's signature. */
  isDue: boolean
  /** The kind of signature that it asks for; null: the usual one. */
  sighash: number | null
}

export interface PaymentOutput {
  amount: bigint
  to: Destination
  /** Derived, not believed: the script is the one of the user's key alone. */
  isYours: boolean
  /** It says that it is the user's, and is not, or not the user's alone. */
  isFalse: boolean
}

export type Destination =
  /** As on the main network: a PSBT does not name its own. */
  | { type: 'address'; address: string }
  /** OP_RETURN. `text`: where it is readable and hides nothing. */
  | { type: 'data'; hex: string; text: string | null }
  /** No address stands for it. */
  | { type: 'script'; hex: string }

/** What came of reading it. */
export type Reading = Payment | 'loading' | 'failed' | 'unreadable'

/** What a person must know before allowing it. */
export type Warning =
  | { why: 'nothing-yours' }
  | { why: 'false-change' }
  /** Sighash NONE, SINGLE, ANYONECANPAY. `amount`: of the inputs signed so. */
  | { why: Hole; amount: bigint }
  | { why: 'unknown-amounts'; count: number }
  | { why: 'too-much-out' }
  /** In hundredths of what is sent. */
  | { why: 'fee-share'; percent: number }
  | { why: 'fee-large'; fee: bigint }
  | { why: 'fee-rate'; rate: number }
  | { why: 'burnt'; amount: bigint }

/** Fee in parts of what is sent, in satoshis, and in satoshis for a virtual byte, that are worth a word. */
const LARGE = { percent: 10, fee: 100_000n, rate: 500 }

/** Gravest first. */
export function warningsOf(payment: Payment): Warning[] {
  return [...warningsOfClaims(payment), ...warningsOfSignatures(payment), ...warningsOfFee(payment)]
}

function warningsOfClaims({ inputs, outputs }: Payment): Warning[] {
  const burnt = sumOf(outputs.filter(({ to }) => to.type === 'data'))
  return [
    ...(inputs.some(({ isDue }) => isDue) ? [] : [{ why: 'nothing-yours' } as const]),
    ...(outputs.some(({ isFalse }) => isFalse) ? [{ why: 'false-change' } as const] : []),
    ...(burnt > 0n ? [{ why: 'burnt', amount: burnt } as const] : []),
  ]
}

const HOLES = ['open-outputs', 'open-rest', 'open-inputs'] as const
type Hole = (typeof HOLES)[number]

/** BIP-341: the lower bits say which outputs are signed, the upper one whether all inputs are. */
const IS_OPEN: Record<Hole, (sighash: number) => boolean> = {
  'open-outputs': (sighash) => (sighash & 0x03) === 2,
  'open-rest': (sighash) => (sighash & 0x03) === 3,
  'open-inputs': (sighash) => (sighash & 0x80) !== 0,
}

function warningsOfSignatures({ inputs }: Payment): Warning[] {
  return HOLES.flatMap((why) => {
    const open = inputs.filter(({ isDue, sighash }) => isDue && IS_OPEN[why](sighash ?? 0))
    return open.length > 0 ? [{ why, amount: sumOf(open) }] : []
  })
}

/**
 * The most that could leave the user, where signatures leave open where the money goes: outputs count for nothing then,
 * but those that a SINGLE fixes, which stand across from their inputs. null: what is written is what leaves.
 */
export function worstOf({ inputs, outputs, leaves }: Payment): bigint | null {
  const isSigned = (hole: Hole) => (input?: PaymentInput) => !!input?.isDue && IS_OPEN[hole](input.sighash ?? 0)
  if (!inputs.some((input) => isSigned('open-outputs')(input) || isSigned('open-rest')(input))) return null
  const fixed = outputs.filter(({ isYours }, at) => isYours && isSigned('open-rest')(inputs[at]))
  const worst = sumOf(inputs.filter(({ owner }) => owner === 'you')) - sumOf(fixed)
  return worst > leaves ? worst : null
}

function warningsOfFee({ inputs, outputs, fee, rate, leaves }: Payment): Warning[] {
  const unknown = inputs.filter(({ amount }) => amount === null).length
  if (unknown > 0) return [{ why: 'unknown-amounts', count: unknown }]
  if (fee === null || rate === null) return [{ why: 'too-much-out' }]
  // who gives nothing, or gets more than they give, does not pay it
  if (leaves < 0n || inputs.every(({ owner }) => owner !== 'you')) return []
  const foreign = sumOf(outputs.filter(({ isYours }) => !isYours))
  // to oneself: measured by all that is moved
  const sent = foreign > 0n ? foreign : sumOf(outputs)
  const percent = sent > 0n ? Number((fee * 100n) / sent) : null
  if (percent !== null && fee * 100n > sent * BigInt(LARGE.percent)) return [{ why: 'fee-share', percent }]
  if (fee >= LARGE.fee || percent === null) return [{ why: 'fee-large', fee }]
  return rate > LARGE.rate ? [{ why: 'fee-rate', rate }] : []
}

export const sumOf = (parts: readonly { amount: bigint | null }[]): bigint =>
  parts.reduce((all, { amount }) => all + (amount ?? 0n), 0n)
