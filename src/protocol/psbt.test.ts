import fc from 'fast-check'
import { bytesToHex, hexToBytes } from 'nostr-tools/utils'
import { describe, expect, it } from 'vitest'
import { psbtOf, signedBy } from '../testing/bitcoin'
import { keys } from '../testing/keys'
import { parsePsbt, psbtFlaw, spent } from './psbt'
import { KEY } from './psbt-fields'
import bip174 from './vectors/bip-0174.json'
import bip371 from './vectors/bip-0371.json'

const ME = keys(5)
const plain = psbtOf([{ owner: ME.pubkey }, { owner: keys(6).pubkey, told: 'both' }])

describe('the vectors of BIP-174 and BIP-371', () => {
  const [noInput, sound] = [/0 inputs/, bip174.valid.filter(({ name }) => !name.includes('0 inputs'))]

  it.each([...sound, ...bip371.valid])('read: $name', ({ hex }) => {
    expect(parsePsbt(hex)).not.toBeNull()
  })

  it.each([...bip174.invalid, ...bip371.invalid])('refuse: $name', ({ hex }) => {
    expect(parsePsbt(hex)).toBeNull()
  })

  it.each(bip174.valid.filter(({ name }) => noInput.test(name)))('there is nothing to sign in: $name', ({ hex }) => {
    expect(parsePsbt(hex)).toBeNull()
  })

  it('are as many as there are in the BIPs', () => {
    expect([bip174, bip371].map(({ valid, invalid }) => [valid.length, invalid.length])).toEqual([
      [10, 20],
      [6, 11],
    ])
  })
})

describe('parsePsbt', () => {
  it('keeps what it does not know: global xpubs, proprietary and unknown keys', () => {
    const unknown = bip174.valid.find(({ name }) => name.includes('unknown types'))
    expect(parsePsbt(unknown?.hex ?? '')?.inputs[0]?.get('f00102030405060708'.padEnd(20, '09'))).toBeDefined()
  })

  it('reads either case', () => {
    expect(parsePsbt(plain.toUpperCase())).toEqual(parsePsbt(plain))
  })

  it.each<[string, string, ReturnType<typeof psbtFlaw>]>([
    ['nothing', '', 'malformed'],
    ['half a byte', `${plain}0`, 'malformed'],
    ['other magic bytes', plain.replace('70736274ff', '70736274fe'), 'malformed'],
    ['base64', Buffer.from(plain, 'hex').toString('base64'), 'base64'],
    ['0x before it', `0x${plain}`, 'malformed'],
    ['a byte more', `${plain}00`, 'malformed'],
    ['a map too few', plain.slice(0, -2), 'malformed'],
    ['a bare transaction', bip174.invalid[0]?.hex ?? '', 'malformed'],
    ['version 2 (BIP-370)', '70736274ff01020402000000010401010105010001fb0402000000000000', 'version 2'],
    ['version 1', plain.replace('70736274ff', '70736274ff01fb0401000000'), 'malformed'],
    ['a version of 3 bytes', plain.replace('70736274ff', '70736274ff01fb03000000'), 'malformed'],
    ['a sighash type of 8 bytes', plain.replace('0117', '0103080000000000000000' + '0117'), 'malformed'],
  ])('refuses %s', (_, text, flaw) => {
    expect(parsePsbt(text)).toBeNull()
    expect(psbtFlaw(text)).toBe(flaw)
  })

  it('takes the version 0 that it is', () => {
    expect(parsePsbt(plain.replace('70736274ff', '70736274ff01fb0400000000'))).not.toBeNull()
  })

  it('never throws, and is done soon, whatever the bytes', () => {
    const good = hexToBytes(signedBy(plain, ME.secret))
    const broken = fc
      .array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 })
      .map((changes) => {
        const bytes = good.slice()
        for (const [at, value] of changes) bytes[at] = value
        return bytesToHex(bytes)
      })
    const wild = fc.uint8Array({ maxLength: 300 }).map((bytes) => `70736274ff${bytesToHex(bytes)}`)
    const cut = fc.nat(good.length).map((length) => bytesToHex(good.subarray(0, length)))
    const began = process.cpuUsage()
    fc.assert(
      fc.property(fc.oneof(broken, wild, cut, fc.string()), (text) => {
        const psbt = parsePsbt(text)
        if (psbt) for (const at of psbt.inputs.keys()) spent(psbt, at)
        expect(typeof psbtFlaw(text)).toBe('string')
      }),
      { numRuns: 2_000 },
    )
    expect(process.cpuUsage(began).user / 1_000, 'ms of work').toBeLessThan(20_000)
  })
})

describe('what an input spends', () => {
  const told = (how: 'output' | 'whole' | 'both') => {
    const psbt = parsePsbt(psbtOf([{ owner: ME.pubkey, told: how }]))
    if (!psbt) throw new Error('not read')
    return psbt
  }
  const [brief, whole] = [KEY.witnessUtxo, KEY.nonWitnessUtxo]
  const coin = spent(told('output'), 0)
  const changed = (bytes: Uint8Array, at: number) => bytes.map((byte, i) => (i === at ? byte ^ 1 : byte))
  const withField = (
    how: 'output' | 'whole' | 'both',
    key: string,
    change: (bytes: Uint8Array) => Uint8Array | null,
  ) => {
    const psbt = told(how)
    const value = change(psbt.inputs[0]?.get(key) ?? new Uint8Array())
    const others = [...(psbt.inputs[0] ?? [])].filter(([name]) => name !== key)
    return { ...psbt, inputs: [new Map([...others, ...(value ? [[key, value] as const] : [])])] }
  }

  it('is the same, however the PSBT tells of it', () => {
    expect(coin?.amount).toBe(100_000n)
    expect([spent(told('whole'), 0), spent(told('both'), 0)]).toEqual([coin, coin])
  })

  it.each<[string, ReturnType<typeof told>]>([
    ['it says nothing', withField('output', brief, () => null)],
    ['its two ways differ in the amount', withField('both', brief, (bytes) => changed(bytes, 0))],
    ['its two ways differ in the script', withField('both', brief, (bytes) => changed(bytes, 20))],
    ['the whole transaction is not the one that is spent', withField('whole', whole, (bytes) => changed(bytes, 0))],
    ['that is so with the right output beside it', withField('both', whole, (bytes) => changed(bytes, 0))],
    ['the output goes on after its end', withField('output', brief, (bytes) => Uint8Array.from([...bytes, 0]))],
    ['the output is cut', withField('output', brief, (bytes) => bytes.subarray(0, -1))],
    ['the whole transaction is cut', withField('both', whole, (bytes) => bytes.subarray(0, 40))],
  ])('is not known where %s', (_, psbt) => {
    expect(spent(psbt, 0)).toBeNull()
  })

  it('is not known of an input that there is not', () => {
    expect(spent(told('output'), 1)).toBeNull()
  })
})
