import { p2pkh, p2tr, p2wpkh, Script, Transaction } from '@scure/btc-signer'
import { bytesToHex, hexToBytes } from 'nostr-tools/utils'
import type { AskedView, Snapshot } from '../../src/wire/panel'
import { approval, paired, pending, USER } from './snapshots'
import type { Story } from './stories'

/** Bitcoin payments as a site may ask for them, and the bare hash. */

const SOMEBODY = '4f355bdcb7cc0af728ef3cceb9615d90684bb5b2ca5f859ab0f0b704075871aa'
const POINT = hexToBytes(`02${SOMEBODY}`)
const LENIENT = { allowUnknown: true, allowUnknownInputs: true, allowUnknownOutputs: true } as const

const own = p2tr(hexToBytes(USER)).script
const other = p2tr(hexToBytes(SOMEBODY)).script
const segwit = p2wpkh(POINT).script
const legacy = p2pkh(POINT).script

interface In {
  sats?: bigint
  /** Default: the user's own. */
  script?: Uint8Array
  sighash?: number
  /** The PSBT does not say what it spends. */
  untold?: boolean
}

interface Out {
  sats: bigint
  script: Uint8Array
  /** It claims to be the user's. */
  claims?: boolean
}

function psbt(ins: readonly In[], outs: readonly Out[]): string {
  const tx = new Transaction(LENIENT)
  for (const [at, { sats = 10_000_000n, script = own, sighash, untold }] of ins.entries())
    tx.addInput({
      ...{ txid: new Uint8Array(32).fill(at + 1), index: at },
      ...(!untold && { witnessUtxo: { amount: sats, script } }),
      ...(script === own && { tapInternalKey: hexToBytes(USER) }),
      ...(sighash !== undefined && { sighashType: sighash }),
    })
  for (const { sats, script, claims } of outs)
    tx.addOutput({ amount: sats, script, ...(claims && { tapInternalKey: hexToBytes(USER) }) })
  return bytesToHex(tx.toPSBT(0))
}

const data = (text: string): Uint8Array => Script.encode(['RETURN', new TextEncoder().encode(text)])

const asks = (asked: AskedView, more: Partial<Snapshot> = {}): Story => ({
  snapshot: paired({
    approvals: [
      approval({
        origin: 'https://shop.example.com',
        permission: asked.method,
        isCautious: true,
        calls: [
          { callId: 'call-1', asked, caution: asked.method === 'sign_psbt' ? { why: 'money' } : { why: 'blind' } },
        ],
      }),
    ],
    ...more,
  }),
  view: 'approval',
})

const pays = (ins: readonly In[], outs: readonly Out[]): Story => asks({ method: 'sign_psbt', psbt: psbt(ins, outs) })

const BACK: Out = { sats: 9_849_480n, script: own, claims: true }
const BILL: Out = { sats: 150_000n, script: segwit }

const plain = psbt([{}], [BILL, BACK])

/** It ends in the middle. */
const torn = plain.slice(0, -20)

export const bitcoinStories: Readonly<Record<string, Story>> = {
  'bitcoin-plain': asks({ method: 'sign_psbt', psbt: plain }),
  'bitcoin-details': {
    ...asks({ method: 'sign_psbt', psbt: plain }),
    open: ['Details of the transaction', 'What your signer will see'],
  },
  'bitcoin-many': pays(
    [{ sats: 50_000_000n }, { sats: 50_000_000n }],
    [
      ...Array.from({ length: 14 }, (_, i) => ({ sats: (BigInt(i + 1) * 1_234_567n) % 2_000_000n, script: other })),
      { sats: 500_000n, script: legacy },
      { sats: 85_000_000n, script: own },
    ],
  ),
  'bitcoin-high-fee': pays([{ sats: 200_000n }], [BILL, { sats: 1_000n, script: own }]),
  'bitcoin-sighash-none': pays([{ sighash: 0x82 }], [BILL, BACK]),
  'bitcoin-sighash-single': pays([{ sighash: 3 }], [BILL, BACK]),
  'bitcoin-coinjoin': pays(
    [{ sats: 1_000_500n }, { sats: 1_000_700n, script: other }, { sats: 1_002_000n, script: segwit }],
    [
      { sats: 1_000_000n, script: own },
      { sats: 1_000_000n, script: other },
      { sats: 1_000_000n, script: segwit },
    ],
  ),
  'bitcoin-sale': pays(
    [
      { sats: 546n, sighash: 0x83 },
      { sats: 2_100_000n, script: segwit },
    ],
    [
      { sats: 2_000_000n, script: own },
      { sats: 546n, script: segwit },
    ],
  ),
  'bitcoin-unknown-amounts': pays([{ sighash: 0x81 }, { untold: true, script: other }], [BILL, BACK]),
  'bitcoin-not-yours': pays([{ script: other }], [BILL]),
  'bitcoin-false-change': pays([{}], [BILL, { ...BACK, script: other }]),
  'bitcoin-data': pays(
    [{}],
    [
      BILL,
      { sats: 0n, script: data('Ferry ticket 4711, harbour to lighthouse') },
      { sats: 20_000n, script: Script.encode(['RETURN', new Uint8Array(32).fill(0xc3)]) },
      { sats: 5_000n, script: Script.encode(['DUP', 'DROP', 'ADD']) },
      { ...BACK, sats: 9_824_000n },
    ],
  ),
  'bitcoin-undecodable': asks({ method: 'sign_psbt', psbt: torn }),
  'bitcoin-hash': {
    ...asks({ method: 'sign_schnorr', hash: 'd7dd5eb3ab747e16f8d0212d53032ea2a7cadef53837e5a6c66d42849fcb9027' }),
    open: ['What your signer will see'],
  },
  'bitcoin-pending': {
    snapshot: paired({ pending: [pending({ asked: { method: 'sign_psbt', psbt: plain } })] }),
    view: 'home',
  },
}
