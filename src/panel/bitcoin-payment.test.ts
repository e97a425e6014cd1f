import { OutScript, p2pkh, p2sh, p2tr, p2wpkh, p2wsh, Script, Transaction } from '@scure/btc-signer'
import fc from 'fast-check'
import { getPublicKey } from 'nostr-tools/pure'
import { bytesToHex, hexToBytes } from 'nostr-tools/utils'
import { describe, expect, it, vi } from 'vitest'
import { warningsOf, worstOf } from './bitcoin'
import { readPayment } from './bitcoin-payment'
import { estimateVsize } from './bitcoin-size'

const SECRET = new Uint8Array(32).fill(7)
const USER = getPublicKey(SECRET)
const OTHER_SECRET = new Uint8Array(32).fill(9)
const OTHER = getPublicKey(OTHER_SECRET)
const POINT = hexToBytes(`02${OTHER}`)

const own = p2tr(hexToBytes(USER)).script
const other = p2tr(hexToBytes(OTHER)).script
const segwit = p2wpkh(POINT).script

/** The user's key, with a script beside it by which the other key could spend, too. */
const tree = p2tr(hexToBytes(USER), { script: Script.encode([hexToBytes(OTHER), 'CHECKSIG']) }, undefined, true)

type In = Parameters<Transaction['addInput']>[0] & { sats?: bigint; script?: Uint8Array }
type Out = Parameters<Transaction['addOutput']>[0]

const LENIENT = { allowUnknown: true, allowUnknownInputs: true, allowUnknownOutputs: true, disableScriptCheck: true }

function made(ins: readonly In[], outs: readonly Out[]): Transaction {
  const tx = new Transaction(LENIENT)
  for (const out of outs) tx.addOutput(out)
  for (const [at, { sats = 100_000n, script = own, ...rest }] of ins.entries())
    tx.addInput({
      ...{ txid: new Uint8Array(32).fill(at + 1), index: at, witnessUtxo: { amount: sats, script } },
      ...(script === own && { tapInternalKey: hexToBytes(USER) }),
      ...rest,
    })
  return tx
}

const hexOf = (tx: Transaction): string => bytesToHex(tx.toPSBT(0))

function read(ins: readonly In[], outs: readonly Out[]) {
  const payment = readPayment(hexOf(made(ins, outs)), USER)
  if (!payment) throw new Error('not read')
  return payment
}

const whys = (...made: Parameters<typeof read>) => warningsOf(read(...made)).map(({ why }) => why)

const pay = (amount: bigint, script: Uint8Array = segwit): Out => ({ amount, script })
/** An input of which nothing is told; what it spends is not overwritten by the default. */
const untold: In = { witnessUtxo: undefined as never, script: other }

describe('a plain payment', () => {
  const payment = read([{}, {}], [pay(150_000n), pay(49_000n, own)])

  it('is told by what leaves, what comes back and what it costs', () => {
    expect(payment).toMatchObject({ leaves: 151_000n, fee: 1_000n, version: 2, lockTime: 0 })
    expect(payment.outputs.map(({ isYours }) => isYours)).toEqual([false, true])
    expect(payment.inputs.map(({ owner, isDue }) => [owner, isDue])).toEqual([
      ['you', true],
      ['you', true],
    ])
    expect(warningsOf(payment)).toEqual([])
  })

  it('names what it spends as block explorers do', () => {
    expect(payment.inputs.map(({ outpoint }) => outpoint)).toEqual([`${'01'.repeat(32)}:0`, `${'02'.repeat(32)}:1`])
  })

  it('has the id, size and fee that the library finds once it is signed', () => {
    const tx = made([{}, {}], [pay(150_000n), pay(49_000n, own)])
    expect(payment.txid).toBe(tx.id)
    tx.sign(SECRET)
    tx.finalize()
    expect([payment.vsize, payment.fee]).toEqual([tx.vsize, tx.fee])
    expect(payment.rate).toBeCloseTo(1_000 / tx.vsize)
  })
})

describe('estimateVsize', () => {
  it.each([
    ['taproot', own, SECRET, {}],
    ['segwit', p2wpkh(POINT).script, OTHER_SECRET, {}],
    ['nested segwit', p2sh(p2wpkh(POINT)).script, OTHER_SECRET, { redeemScript: p2wpkh(POINT).script }],
  ])('is within 2 percent of what %s comes to', (_, script, secret, rest) => {
    const ins = Array.from({ length: 5 }, () => ({ script, ...rest }))
    const tx = made(ins, [pay(400_000n), pay(50_000n, own)])
    tx.sign(secret)
    tx.finalize()
    const size = estimateVsize(
      ins.map(() => script),
      [segwit, own],
    )
    expect(Math.abs(size - tx.vsize) / tx.vsize).toBeLessThan(0.02)
  })

  it.each([
    ['what is not known', null],
    ['a legacy key', p2pkh(POINT).script],
    ['a script', p2wsh(p2pkh(POINT)).script],
    ['what nobody knows', Uint8Array.of(0x51)],
  ])('has an answer for %s', (_, script) => {
    expect(estimateVsize([script], [own])).toBeGreaterThan(100)
  })
})

describe('whose it is', () => {
  it.each<[string, Out, boolean, boolean]>([
    ['the key alone', { amount: 1n, script: own }, true, false],
    ['the key alone, and says so', { amount: 1n, script: own, tapInternalKey: hexToBytes(USER) }, true, false],
    ['somebody', { amount: 1n, script: other }, false, false],
    ['somebody, and claims the key', { amount: 1n, script: other, tapInternalKey: hexToBytes(USER) }, false, true],
    [
      'somebody, and claims it by a derivation',
      {
        ...{ amount: 1n, script: other },
        tapBip32Derivation: [[hexToBytes(USER), { hashes: [], der: { fingerprint: 0, path: [] } }]],
      },
      false,
      true,
    ],
    ['the key with a script beside it', { amount: 1n, script: tree.script }, false, false],
    [
      'the key with a script beside it, and claims it',
      { amount: 1n, script: tree.script, tapInternalKey: hexToBytes(USER) },
      false,
      true,
    ],
    [
      'the untweaked key',
      { amount: 1n, script: OutScript.encode({ type: 'tr', pubkey: hexToBytes(USER) }) },
      false,
      false,
    ],
  ])('of an output to %s', (_, out, isYours, isFalse) => {
    expect(read([{}], [out]).outputs[0]).toMatchObject({ isYours, isFalse })
  })

  it('what goes to the script of a prepared input of the user’s is not back: the site could spend it', () => {
    const bait: In = {
      ...{ sats: 546n, script: tree.script, tapInternalKey: hexToBytes(USER) },
      tapMerkleRoot: tree.tapMerkleRoot,
    }
    const payment = read([{}, bait], [pay(100_000n, tree.script)])
    expect(payment.inputs.map(({ owner, isDue }) => [owner, isDue])).toEqual([
      ['you', true],
      ['you', true],
    ])
    expect(payment.leaves).toBe(100_546n)
  })

  it.each<[string, In, string, boolean]>([
    ['own, but does not say so', { script: own, tapInternalKey: undefined as never }, 'you', false],
    ['signed already', { tapKeySig: new Uint8Array(64) }, 'you', false],
    ['of somebody', { script: other }, 'other', false],
    ['of somebody, and claims the key', { script: other, tapInternalKey: hexToBytes(USER) }, 'other', false],
  ])('of an input that is %s', (_, one, owner, isDue) => {
    expect(read([one], [pay(1_000n)]).inputs[0]).toMatchObject({ owner, isDue })
  })
})

describe('where it goes', () => {
  const data = (bytes: Uint8Array) => Script.encode(['RETURN', bytes])
  const text = (words: string) => data(new TextEncoder().encode(words))
  it.each<[string, Uint8Array, object]>([
    [
      'BIP-173',
      p2wpkh(hexToBytes('0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798')).script,
      { type: 'address', address: 'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4' },
    ],
    [
      'BIP-350',
      OutScript.encode({
        type: 'tr',
        pubkey: hexToBytes('79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798'),
      }),
      { type: 'address', address: 'bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0' },
    ],
    ['text', text('Ferry 4711 · ⛴'), { type: 'data', text: 'Ferry 4711 · ⛴' }],
    ['bytes', data(Uint8Array.of(1, 255)), { type: 'data', hex: '01ff', text: null }],
    ['text that is turned round', text('abc\u202etxt'), { type: 'data', text: null }],
    ['nothing at all', Uint8Array.of(0x6a), { type: 'data', hex: '', text: null }],
    ['a torn push', Uint8Array.of(0x6a, 0x4c, 200, 1), { type: 'data', hex: '4cc801', text: null }],
    ['a long push', text('x'.repeat(300)), { type: 'data', text: 'x'.repeat(300) }],
    ['a script', Uint8Array.of(0x76, 0x75, 0x93), { type: 'script', hex: '767593' }],
    ['a key that is none', Uint8Array.from([0x51, 0x20, ...new Uint8Array(32)]), { type: 'script' }],
    // pushes longer than they must be: the library reads an address, the network a script that anyone may spend
    ...['004c14', '004c20', '514c20', 'a94c14', '76a94c14'].map((start): [string, Uint8Array, object] => {
      const ends: Record<string, string> = { a94c14: '87', '76a94c14': '88ac' }
      const length = start.endsWith('20') ? 32 : 20
      const hex = start + USER.slice(0, length * 2) + (ends[start] ?? '')
      return [`what only looks like an address, ${start}`, hexToBytes(hex), { type: 'script', hex }]
    }),
  ])('is named: %s', (_, script, to) => {
    expect(read([{}], [pay(0n, script)]).outputs[0]?.to).toMatchObject(to)
  })
})

it('one that calls an input final which bears no signature is not read: a signer might sign it all the same', () => {
  const open = { sats: 100_000_000n, sighashType: 0x82, finalScriptWitness: [Uint8Array.of(1)] }
  const outs = [pay(10_000n), pay(100_009_000n, own)]
  expect(readPayment(hexOf(made([{ sats: 20_000n }, open], outs)), USER)).toBeNull()
})

describe('warningsOf', () => {
  it.each<[string, string[], readonly In[], readonly Out[]]>([
    ['a fair fee', [], [{}], [pay(99_000n)]],
    ['a tenth of what is sent', [], [{ sats: 110_000n }], [pay(100_000n)]],
    ['more than a tenth', ['fee-share'], [{ sats: 110_100n }], [pay(100_000n)]],
    ['more than a tenth of what moves to oneself', ['fee-share'], [{ sats: 120_000n }], [pay(100_000n, own)]],
    ['all for the fee', ['fee-large'], [{ sats: 1_000n }], [pay(0n, Uint8Array.of(0x6a))]],
    ['a fee of somebody who buys', [], [{ sats: 546n }, { sats: 300_000n, script: other }], [pay(100_000n, own)]],
    ['a large fee', ['fee-large'], [{ sats: 10_100_000n }], [pay(10_000_000n)]],
    ['a high rate', ['fee-rate'], [{ sats: 10_090_000n }], [pay(10_000_000n)]],
    ['usual signatures', [], [{ sighashType: 0 }, { sighashType: 1 }], [pay(199_000n)]],
    ['sighash NONE', ['open-outputs'], [{ sighashType: 2 }], [pay(99_000n)]],
    ['sighash SINGLE', ['open-rest'], [{ sighashType: 3 }], [pay(99_000n)]],
    ['sighash ALL, anyone can pay', ['open-inputs'], [{ sighashType: 0x81 }], [pay(99_000n)]],
    ['sighash NONE, anyone can pay', ['open-outputs', 'open-inputs'], [{ sighashType: 0x82 }], [pay(99_000n)]],
    ['sighash SINGLE, anyone can pay', ['open-rest', 'open-inputs'], [{ sighashType: 0x83 }], [pay(99_000n)]],
    ['an unknown sighash', ['nothing-yours'], [{ sighashType: 0x42 }], [pay(99_000n)]],
    ['others’ sighash', [], [{}, { script: other, sighashType: 2 }], [pay(199_000n)]],
    ['nothing of the user’s, whatever the fee', ['nothing-yours'], [{ script: other }], [pay(1_000n)]],
    ['unknown amounts', ['nothing-yours', 'unknown-amounts'], [{}, untold], [pay(99_000n)]],
    ['more out than in', ['too-much-out'], [{}], [pay(100_001n)]],
    ['a false change', ['false-change'], [{}], [{ ...pay(99_000n, other), tapInternalKey: hexToBytes(USER) }]],
    ['coins in data', ['burnt'], [{}], [pay(90_000n), pay(9_000n, Uint8Array.of(0x6a, 1, 1))]],
  ])('of %s: %j', (_, expected, ins, outs) => {
    expect(whys(ins, outs)).toEqual(expected)
  })
})

describe('worstOf', () => {
  it.each<[string, bigint | null, readonly In[], readonly Out[]]>([
    ['usual signatures', null, [{}, {}], [pay(99_000n), pay(100_000n, own)]],
    ['sighash NONE', 100_000n, [{ sighashType: 0x82 }], [pay(1_000n), pay(98_000n, own)]],
    ['sighash SINGLE for another’s output', 100_000n, [{ sighashType: 3 }], [pay(1_000n), pay(98_000n, own)]],
    ['sighash SINGLE for one’s own', 2_000n, [{ sighashType: 3 }], [pay(98_000n, own), pay(1_000n, own)]],
    ['a sale', null, [{ sats: 546n, sighashType: 0x83 }], [pay(50_000n, own)]],
    ['others’ open signature', null, [{}, { script: other, sighashType: 2 }], [pay(199_000n)]],
  ])('of %s', (_, expected, ins, outs) => {
    expect(worstOf(read(ins, outs))).toBe(expected)
  })
})

const sats = fc.bigInt({ min: 0n, max: 100_000_000n })
const someIn: fc.Arbitrary<In> = fc.record({
  sats,
  script: fc.constantFrom(own, other, segwit),
  sighashType: fc.constantFrom(0, 1, 2, 3, 0x81, 0x82, 0x83),
})
const someOut: fc.Arbitrary<Out> = fc.record({ amount: sats, script: fc.constantFrom(own, other, segwit, tree.script) })
const some = fc.tuple(
  fc.array(someIn, { minLength: 1, maxLength: 6 }),
  fc.array(someOut, { minLength: 1, maxLength: 6 }),
)

describe('whatever is paid', () => {
  it('adds up, and only the user’s key takes back', () => {
    fc.assert(
      fc.property(some, ([ins, outs]) => {
        const { inputs, outputs, fee, leaves } = read(ins, outs)
        const all = (parts: readonly { amount: bigint | null }[]) =>
          parts.reduce((sum, { amount }) => sum + (amount ?? 0n), 0n)
        const [into, out] = [all(inputs), all(outputs)]
        expect(fee === null ? into < out : into === out + fee).toBe(true)
        expect(outputs.map(({ isYours }) => isYours)).toEqual(outs.map(({ script }) => script === own))
        const mine = ins.filter(({ script }) => script === own).reduce((sum, { sats = 0n }) => sum + sats, 0n)
        const back = outs.filter(({ script }) => script === own).reduce((sum, { amount = 0n }) => sum + amount, 0n)
        expect(leaves).toBe(mine - back)
      }),
    )
  })

  it('is what the library reads', () => {
    fc.assert(
      fc.property(some, ([ins, outs]) => {
        const tx = made(ins, outs)
        const payment = read(ins, outs)
        expect(payment.txid).toBe(tx.id)
        expect(payment.inputs.map(({ amount }) => amount)).toEqual(
          ins.map((_, at) => tx.getInput(at).witnessUtxo?.amount),
        )
        for (const [at, { to, amount }] of payment.outputs.entries()) {
          expect(amount).toBe(tx.getOutput(at).amount)
          expect(to).toEqual({ type: 'address', address: tx.getOutputAddress(at) })
        }
      }),
    )
  })

  it('is read or not, and nothing throws: bytes changed, cut off, or no bytes at all', () => {
    const plain = hexOf(made([{}, { script: other }], [pay(150_000n), { ...pay(49_000n, own) }]))
    const changed = fc
      .tuple(fc.nat(plain.length - 1), fc.constantFrom(...'0123456789abcdefg'))
      .map(([at, digit]) => plain.slice(0, at) + digit + plain.slice(at + 1))
    const cut = fc.nat(plain.length).map((length) => plain.slice(0, length))
    fc.assert(
      fc.property(fc.oneof(changed, cut, fc.string()), (text) => {
        const payment = readPayment(text, USER)
        expect(payment === null || payment.outputs.length > 0 || payment.inputs.length > 0).toBe(true)
        if (payment) expect(() => warningsOf(payment)).not.toThrow()
      }),
      { numRuns: 500 },
    )
  })

  it.each(['', 'zz', '0'.repeat(64), 'f'.repeat(64)])('is not read for a key that is none: %j', (user) => {
    expect(readPayment(hexOf(made([{}], [pay(1n)])), user)).toBeNull()
  })
})

describe('where the library reads something else than we', () => {
  const [ins, outs] = [
    [{}, {}],
    [pay(150_000n), pay(49_000n, own)],
  ]
  const withPart = (part: object): Transaction => {
    const tx = new Transaction({ ...LENIENT, ...part })
    for (const out of outs) tx.addOutput(out)
    for (const [at] of ins.entries()) tx.addInput({ txid: new Uint8Array(32).fill(at + 1), index: at })
    return tx
  }
  it.each<[string, Transaction, boolean]>([
    ['the same', withPart({}), true],
    ['another version', withPart({ version: 1 }), false],
    ['another lock time', withPart({ lockTime: 800_000 }), false],
    ['another amount', made(ins, [pay(150_001n), pay(49_000n, own)]), false],
    ['another script', made(ins, [pay(150_000n, other), pay(49_000n, own)]), false],
    ['an output less', made(ins, [pay(150_000n)]), false],
    ['an input less', made([{}], outs), false],
    ['another index', made([{ index: 7 }, {}], outs), false],
    ['another coin', made([{ txid: new Uint8Array(32).fill(9) }, {}], outs), false],
  ])('%s: it is not shown, unless that is nothing', (_, twin, isShown) => {
    const psbt = hexOf(made(ins, outs))
    const fromPSBT = vi.spyOn(Transaction, 'fromPSBT').mockReturnValueOnce(twin)
    expect(readPayment(psbt, USER) !== null).toBe(isShown)
    fromPSBT.mockRestore()
  })
})
