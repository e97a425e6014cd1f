import { sha256 } from '@noble/hashes/sha2.js'
import { RawTx } from '@scure/btc-signer'
import { describe, expect, it } from 'vitest'
import { join, sizeBytes, uint64Bytes, uintBytes } from './bytes'
import { readUnsigned, spentOutput } from './transaction'

const TXID = new Uint8Array(32).fill(7)
const input = (index = 0, script = new Uint8Array()) =>
  join(TXID, uintBytes(index, 4), sizeBytes(script.length), script, uintBytes(0xffff_fffd, 4))
const output = (amount = 5n, script = Uint8Array.of(0x6a)) =>
  join(uint64Bytes(amount), sizeBytes(script.length), script)
const whole = (inputs: Uint8Array[], outputs: Uint8Array[], counts = [inputs.length, outputs.length]) =>
  join(
    uintBytes(2, 4),
    ...[sizeBytes(counts[0] ?? 0), ...inputs, sizeBytes(counts[1] ?? 0), ...outputs],
    uintBytes(500_000, 4),
  )

describe('readUnsigned', () => {
  it('reads all there is', () => {
    expect(readUnsigned(whole([input(3), input(4)], [output(7n)]))).toEqual({
      ...{ version: 2, lockTime: 500_000 },
      inputs: [3, 4].map((index) => ({ txid: TXID, index, script: new Uint8Array(), sequence: 0xffff_fffd })),
      outputs: [{ amount: 7n, script: Uint8Array.of(0x6a) }],
    })
  })

  it('takes a version as its four bytes, and a transaction that pays nobody yet', () => {
    const bytes = whole([input()], [])
    bytes.fill(0xff, 0, 4)
    expect(readUnsigned(bytes)).toMatchObject({ version: 0xffff_ffff, outputs: [] })
  })

  it.each<[string, Uint8Array]>([
    ['nothing', new Uint8Array()],
    ['no input', whole([], [output()])],
    ['a byte too many', join(whole([input()], [output()]), Uint8Array.of(0))],
    ['a byte too few', whole([input()], [output()]).subarray(0, -1)],
    ['a script in an input', whole([input(0, Uint8Array.of(0x51))], [output()])],
    ['one output spent twice', whole([input(1), input(2), input(1)], [output()])],
    ['more than all bitcoin', whole([input()], [output(2_100_000_000_000_001n)])],
    ['a negative amount, as others read it', whole([input()], [output(2n ** 64n - 1n)])],
    ['billions of inputs', whole([input()], [output()], [0xffff_ffff, 1])],
    ['billions of outputs', whole([input()], [output()], [1, 0xffff_ffff])],
    ['the form with witnesses', join(uintBytes(2, 4), Uint8Array.of(0, 1), whole([input()], [output()]).subarray(4))],
  ])('refuses %s', (_, bytes) => {
    expect(() => readUnsigned(bytes)).toThrow(RangeError)
  })
})

describe('spentOutput', () => {
  const segwit = RawTx.encode({
    ...{ version: 2, segwitFlag: true, lockTime: 0 },
    inputs: [{ txid: TXID, index: 0, finalScriptSig: new Uint8Array(), sequence: 1 }],
    outputs: [
      { amount: 5n, script: Uint8Array.of(0x6a) },
      { amount: 6n, script: Uint8Array.of(0x51) },
    ],
    witnesses: [[new Uint8Array(64).fill(9), Uint8Array.of(1, 2, 3)]],
  })
  const bare = RawTx.encode({ ...RawTx.decode(segwit), segwitFlag: false, witnesses: undefined } as never)
  const txid = sha256(sha256(bare))
  const SECOND = { amount: 6n, script: Uint8Array.of(0x51) }

  it.each([
    ['without its witnesses', bare],
    ['with them', segwit],
  ])('is found in a transaction %s', (_, bytes) => {
    expect(spentOutput(bytes, { txid, index: 1 })).toEqual(SECOND)
  })

  it.each<[string, Uint8Array, { txid: Uint8Array; index: number }]>([
    ['has another hash', bare, { txid: TXID, index: 1 }],
    ['has no such output', bare, { txid, index: 2 }],
    ['has the hash with its witnesses', segwit, { txid: sha256(sha256(segwit)), index: 1 }],
    [
      'goes on after its end',
      join(bare, Uint8Array.of(0)),
      { txid: sha256(sha256(join(bare, Uint8Array.of(0)))), index: 1 },
    ],
  ])('is null where the transaction %s', (_, bytes, spent) => {
    expect(spentOutput(bytes, spent)).toBeNull()
  })
})
