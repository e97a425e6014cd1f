import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { bytesToHex, hexToBytes } from 'nostr-tools/utils'
import { describe, expect, it } from 'vitest'
import { unsigned } from '../testing/bitcoin'
import { keys } from '../testing/keys'
import { isSignature, keyPathHash, outputKey, SIGHASHES, taprootScript } from './taproot'
import { readUnsigned } from './transaction'
import bip341 from './vectors/bip-0341.json'

describe('BIP-341', () => {
  const outputs = bip341.scriptPubKey.map(({ given, intermediary, expected }, n) => ({
    n,
    given,
    intermediary,
    expected,
  }))

  it.each(outputs)('output $n: key and script', ({ given, intermediary, expected }) => {
    const root = intermediary.merkleRoot
    const key = outputKey(hexToBytes(given.internalPubkey), root ? hexToBytes(root) : undefined)
    expect(bytesToHex(key)).toBe(intermediary.tweakedPubkey)
    expect(bytesToHex(taprootScript(key))).toBe(expected.scriptPubKey)
  })

  const [spending] = bip341.keyPathSpending
  if (!spending) throw new Error('no vectors')
  const tx = readUnsignedOf(spending.given.rawUnsignedTx)
  const spent = spending.given.utxosSpent.map(({ scriptPubKey, amountSats }) => ({
    amount: BigInt(amountSats),
    script: hexToBytes(scriptPubKey),
  }))

  it.each(spending.inputSpending)('input $given.txinIndex, type $given.hashType: hash and signature', (one) => {
    const { txinIndex, hashType, merkleRoot } = one.given
    const hash = keyPathHash(tx, spent, txinIndex, hashType)
    expect(hash && bytesToHex(hash)).toBe(one.intermediary.sigHash)
    const key = outputKey(hexToBytes(one.intermediary.internalPubkey), merkleRoot ? hexToBytes(merkleRoot) : undefined)
    const witness = hexToBytes(one.expected.witness[0] ?? '')
    expect(isSignature(witness.subarray(0, 64), hash ?? new Uint8Array(), key)).toBe(true)
  })

  it('holds seven inputs, of all seven types', () => {
    expect(new Set(spending.inputSpending.map(({ given }) => given.hashType))).toEqual(new Set(SIGHASHES))
  })

  it.each<[string, number, number]>([
    ['of an unknown type', 0, 0x04],
    ['of the default type for one input alone', 0, 0x80],
    ['of a type beyond a byte', 0, 0x101],
    ['of one output, where none goes with the input', 2, 0x03],
    ['of one output and one input, where none goes with it', 2, 0x83],
    ['of an input that there is not', 9, 0x00],
    ['of one input alone that there is not', 9, 0x81],
  ])('nothing can be signed %s', (_, at, type) => {
    expect(keyPathHash(tx, spent, at, type)).toBeNull()
  })

  it('what all inputs spend must be known, unless one is signed alone', () => {
    const missing = spent.map((output, at) => (at === 3 ? null : output))
    expect(keyPathHash(tx, missing, 0, 0)).toBeNull()
    expect(keyPathHash(tx, missing, 0, 0x81)).toEqual(keyPathHash(tx, spent, 0, 0x81))
    expect(keyPathHash(tx, missing, 3, 0x81)).toBeNull()
    expect(keyPathHash(tx, spent.slice(1), 0, 0)).toBeNull()
  })
})

/** The vectors' transaction has a script in none of its inputs. */
function readUnsignedOf(hex: string) {
  return readUnsigned(hexToBytes(hex))
}

it('a key that is no point on the curve has no output', () => {
  expect(() => outputKey(new Uint8Array(32).fill(0xff))).toThrow()
})

describe('BIP-340', () => {
  const [, ...lines] = readFileSync(new URL('./vectors/bip-0340.csv', import.meta.url), 'utf8')
    .trim()
    .split('\n')
  const vectors = lines.map((line) => {
    const [index, , key = '', , message = '', signature = '', result] = line.toLowerCase().split(',')
    return { index, key, message, signature, isGood: result === 'true' }
  })

  it.each(vectors)('vector $index is $isGood', ({ key, message, signature, isGood }) => {
    expect(isSignature(hexToBytes(signature), hexToBytes(message), hexToBytes(key))).toBe(isGood)
  })

  it('there are 19', () => {
    expect(vectors).toHaveLength(19)
  })

  it.each([0, 63, 65])('%i bytes are no signature', (length) => {
    expect(isSignature(new Uint8Array(length), new Uint8Array(32), hexToBytes(keys(1).pubkey))).toBe(false)
  })
})

it('hashes as @scure/btc-signer does, whatever the transaction', () => {
  const owner = fc.nat(5).map((n) => keys(n).pubkey)
  const amount = fc.bigInt({ min: 0n, max: 2_000_000_000_000_000n })
  const coins = fc.array(fc.record({ owner, amount }), { minLength: 1, maxLength: 4 })
  const paid = fc.array(fc.record({ amount, to: owner }), { minLength: 1, maxLength: 4 })
  fc.assert(
    fc.property(coins, paid, fc.constantFrom(...SIGHASHES), fc.nat(3), (spends, pays, type, n) => {
      const at = n % spends.length
      if ((type & 3) === 3 && at >= pays.length) return
      const theirs = unsigned(spends, pays)
      const scripts = spends.map((_, i) => theirs.getInput(i).witnessUtxo?.script ?? new Uint8Array())
      const amounts = spends.map((coin) => coin.amount)
      const ours = keyPathHash(
        readUnsigned(theirs.unsignedTx),
        scripts.map((script, i) => ({ script, amount: amounts[i] ?? 0n })),
        at,
        type,
      )
      expect(ours).toEqual(theirs.preimageWitnessV1(at, scripts, type, amounts))
    }),
  )
})
