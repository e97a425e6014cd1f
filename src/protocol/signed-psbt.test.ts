import fc from 'fast-check'
import { bytesToHex, hexToBytes } from 'nostr-tools/utils'
import { describe, expect, it } from 'vitest'
import { type Coin, hexOf, psbtOf, readBack, signedBy } from '../testing/bitcoin'
import { keys, signAs } from '../testing/keys'
import { join, sizeBytes } from './bytes'
import { type Psbt, type PsbtMap, parsePsbt } from './psbt'
import { KEY } from './psbt-fields'
import { dueInputs, type Fault, inputsOf, isForUser, psbtFault, schnorrFault } from './signed-psbt'

const [ME, OTHER] = [keys(5), keys(6)]
const mine: Coin = { owner: ME.pubkey }
const others: Coin = { owner: OTHER.pubkey }
const user = hexToBytes(ME.pubkey)

function read(text: string): Psbt {
  const psbt = parsePsbt(text)
  if (!psbt) throw new Error('not read')
  return psbt
}

/** A PSBT written anew from its maps. */
function written({ global, inputs, outputs }: Psbt): string {
  const field = ([key, value]: [string, Uint8Array]) => {
    const name = hexToBytes(key)
    return join(sizeBytes(name.length), name, sizeBytes(value.length), value)
  }
  const maps = [global, ...inputs, ...outputs].map((map) => join(...[...map].map(field), Uint8Array.of(0)))
  return bytesToHex(join(hexToBytes('70736274ff'), ...maps))
}

/** With a field of an input set; null: left out. */
function withField(text: string, at: number, key: string, value: Uint8Array | null): string {
  const psbt = read(text)
  const others = [...(psbt.inputs[at] ?? [])].filter(([name]) => name !== key)
  const map: PsbtMap = new Map([...others, ...(value ? [[key, value] as const] : [])])
  return written({ ...psbt, inputs: psbt.inputs.map((one, i) => (i === at ? map : one)) })
}

const sigOf = (text: string, at = 0): Uint8Array => read(text).inputs[at]?.get(KEY.tapKeySig) ?? new Uint8Array()
const flipped = (bytes: Uint8Array, at = 0): Uint8Array => bytes.map((byte, i) => (i === at ? byte ^ 1 : byte))

describe('a good answer', () => {
  const type = fc.constantFrom(undefined, 0x00, 0x01, 0x02, 0x03, 0x81, 0x82, 0x83)
  const told = fc.constantFrom('output' as const, 'whole' as const, 'both' as const)
  const coins = fc.array(
    fc.record({ isMine: fc.boolean(), isTree: fc.boolean(), type, told }).map(
      ({ isMine, isTree, type, told }): Coin => ({
        ...{ owner: isMine ? ME.pubkey : OTHER.pubkey, isTree, told },
        ...(type !== undefined && { sighash: type }),
      }),
    ),
    { minLength: 1, maxLength: 4 },
  )
  // so that an output goes with each input
  const paid = [1n, 2n, 3n, 4n].map((amount) => ({ amount }))

  it('is what another library signs, whatever is spent, and however it is told', () => {
    fc.assert(
      fc.property(coins, (spends) => {
        const asked = psbtOf(spends, paid)
        const due = spends.flatMap(({ owner }, at) => (owner === ME.pubkey ? [at] : []))
        expect(dueInputs(read(asked), user)).toEqual(due)
        expect(isForUser(asked, ME.pubkey)).toBe(due.length > 0)
        if (due.length === 0) return
        expect(psbtFault(asked, signedBy(asked, ME.secret), ME.pubkey)).toBeNull()
        expect(psbtFault(asked, asked, ME.pubkey)).toBe('not signed')
      }),
      { numRuns: 40 },
    )
  }, 60_000)

  it('is found out, whichever of its bytes is another, unless it means the same', () => {
    const asked = psbtOf([mine, { ...others, told: 'both' }, { ...mine, sighash: 0x81 }])
    const good = hexToBytes(signedBy(asked, ME.secret))
    const meaning = read(bytesToHex(good))
    for (const [at, byte] of good.entries()) {
      const came = good.slice()
      // another bit each time: all 255 changes of every byte would take an hour
      came[at] = byte ^ (1 << (at % 8))
      const text = bytesToHex(came)
      if (psbtFault(asked, text, ME.pubkey) === null) expect(read(text)).toEqual(meaning)
    }
  }, 120_000)

  it('may have its records in another order, and its hex in upper case', () => {
    const asked = psbtOf([mine, others])
    const came = read(signedBy(asked, ME.secret))
    const turned = came.inputs.map((map) => new Map([...map].reverse()))
    expect(psbtFault(asked, written({ ...came, inputs: turned }).toUpperCase(), ME.pubkey)).toBeNull()
  })

  it('keeps global xpubs and unknown keys of the site’s', () => {
    const asked = read(psbtOf([mine]))
    const xpub = [`01${'04'.repeat(78)}`, new Uint8Array(4)] as const
    const odd = ['fc0373617901', Uint8Array.of(1)] as const
    const extended = written({
      ...asked,
      global: new Map([...asked.global, xpub, odd]),
      outputs: asked.outputs.map((map) => new Map([...map, odd])),
    })
    const answer = withField(extended, 0, KEY.tapKeySig, sigOf(signedBy(psbtOf([mine]), ME.secret)))
    expect(psbtFault(extended, answer, ME.pubkey)).toBeNull()
    expect(psbtFault(extended, signedBy(psbtOf([mine]), ME.secret), ME.pubkey)).toBe('another transaction')
  })

  it('names ALL by itself where no type was asked (BIP-341 knows both), and no other', () => {
    const asked = psbtOf([mine])
    const signedAs = (sighash: number) => {
      const sig = sigOf(signedBy(psbtOf([{ ...mine, sighash }]), ME.secret))
      return psbtFault(asked, withField(asked, 0, KEY.tapKeySig, sig), ME.pubkey)
    }
    expect([0, 1, 2, 3, 0x81].map(signedAs)).toEqual([null, null, 'bad signature', 'bad signature', 'bad signature'])
  })

  it('signs one input alone, though nobody knows what the others spend', () => {
    const asked = withField(psbtOf([{ ...mine, sighash: 0x81 }, others]), 1, KEY.witnessUtxo, null)
    const sig = sigOf(signedBy(psbtOf([{ ...mine, sighash: 0x81 }, others]), ME.secret))
    expect(psbtFault(asked, withField(asked, 0, KEY.tapKeySig, sig), ME.pubkey)).toBeNull()
  })
})

describe('an answer is refused', () => {
  const asked = psbtOf([mine, others, mine], [{ amount: 1n }, { amount: 2n, to: ME.pubkey }])
  const good = signedBy(asked, ME.secret)
  const bothSign = signedBy(good, OTHER.secret)
  const elsewhere = psbtOf([mine, others, mine], [{ amount: 1n }, { amount: 3n, to: ME.pubkey }])
  const finalized = () => {
    const tx = readBack(good)
    tx.finalizeIdx(0)
    return hexOf(tx)
  }

  it.each<[string, string, Fault]>([
    ['empty', '', 'no psbt'],
    ['base64', Buffer.from(good, 'hex').toString('base64'), 'no psbt'],
    ['the signature alone', bytesToHex(sigOf(good)), 'no psbt'],
    ['with another amount', signedBy(elsewhere, ME.secret), 'another transaction'],
    ['an input short', signedBy(psbtOf([mine, others]), ME.secret), 'another transaction'],
    ['as it was asked', asked, 'not signed'],
    ['with one of two inputs signed', withField(good, 2, KEY.tapKeySig, null), 'not signed'],
    ['with a signature of the wrong input', withField(good, 0, KEY.tapKeySig, sigOf(good, 2)), 'bad signature'],
    ['with a signature that is off by a bit', withField(good, 0, KEY.tapKeySig, flipped(sigOf(good))), 'bad signature'],
    ['with a signature of another key', withField(good, 0, KEY.tapKeySig, sigOf(bothSign, 1)), 'bad signature'],
    [
      'with the default named in a 65th byte',
      withField(good, 0, KEY.tapKeySig, join(sigOf(good), Uint8Array.of(0))),
      'bad signature',
    ],
    ['with somebody else’s input signed too', bothSign, 'more than signatures'],
    [
      'with a script path signed',
      withField(good, 0, `14${'ab'.repeat(64)}`, new Uint8Array(64)),
      'more than signatures',
    ],
    ['with a note beside', withField(good, 1, 'fc0161', Uint8Array.of(1)), 'more than signatures'],
    ['with a final witness beside', withField(good, 0, KEY.finalWitness, Uint8Array.of(0)), 'more than signatures'],
    ['finalized', finalized(), 'other inputs'],
    ['with what an input spends changed', withField(good, 1, KEY.witnessUtxo, new Uint8Array(9)), 'other inputs'],
    ['with what an input spends left out', withField(good, 1, KEY.witnessUtxo, null), 'other inputs'],
    ['with a field of an output more', moreOfOutput(good), 'other outputs'],
  ])('%s', (_, came, fault) => {
    expect(psbtFault(asked, came, ME.pubkey)).toBe(fault)
  })

  it('a signature that nothing was asked of', () => {
    expect(psbtFault(psbtOf([others]), signedBy(psbtOf([others]), OTHER.secret), ME.pubkey)).toBe(
      'more than signatures',
    )
  })

  it('of a sighash type that was not asked', () => {
    const single = psbtOf([{ ...mine, sighash: 3 }])
    const sig = sigOf(signedBy(psbtOf([mine]), ME.secret))
    expect(psbtFault(single, withField(single, 0, KEY.tapKeySig, sig), ME.pubkey)).toBe('bad signature')
  })

  it('for whoever is no key, without throwing', () => {
    const nobody = 'ff'.repeat(32)
    const named = withField(asked, 0, KEY.tapInternalKey, hexToBytes(nobody))
    expect(inputsOf(read(named), hexToBytes(nobody))).toEqual([])
    expect(psbtFault(named, named, nobody)).toBeNull()
  })

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(good.length), (text, at) => {
        psbtFault(asked, text, ME.pubkey)
        psbtFault(good.slice(0, at), good.slice(at), ME.pubkey)
      }),
    )
  })
})

function moreOfOutput(text: string): string {
  const psbt = read(text)
  const [first = new Map(), ...rest] = psbt.outputs
  return written({ ...psbt, outputs: [new Map([...first, [KEY.outTapInternalKey, user]]), ...rest] })
}

describe('the inputs of the user', () => {
  const asked = psbtOf([mine, others])

  it('are those that name its key, and whose output is made of it', () => {
    expect(inputsOf(read(asked), user)).toEqual([0])
    // a lie: somebody else's output under the user's name
    expect(inputsOf(read(withField(asked, 1, KEY.tapInternalKey, user)), user)).toEqual([0])
    expect(inputsOf(read(withField(asked, 0, KEY.tapInternalKey, null)), user)).toEqual([])
    // the user's output under somebody else's name: signers go by the name
    expect(inputsOf(read(withField(asked, 0, KEY.tapInternalKey, hexToBytes(OTHER.pubkey))), user)).toEqual([])
    expect(inputsOf(read(withField(asked, 0, KEY.witnessUtxo, null)), user)).toEqual([])
  })

  it('may have a tree of scripts beside the key, which their output must know of', () => {
    const tree = psbtOf([{ ...mine, isTree: true }])
    expect(inputsOf(read(tree), user)).toEqual([0])
    expect(psbtFault(tree, signedBy(tree, ME.secret), ME.pubkey)).toBeNull()
    // as a signer does that knows of none (NIP-BC: "key-path-only"): worth nothing for this output
    const sig = sigOf(signedBy(psbtOf([mine]), ME.secret))
    expect(psbtFault(tree, withField(tree, 0, KEY.tapKeySig, sig), ME.pubkey)).toBe('bad signature')
    expect(inputsOf(read(withField(asked, 0, KEY.tapMerkleRoot, new Uint8Array(32).fill(1))), user)).toEqual([])
  })

  it.each<[string, string]>([
    ['are signed', signedBy(asked, ME.secret)],
    ['bear whatever signature', withField(asked, 0, KEY.tapKeySig, new Uint8Array(64).fill(1))],
    ['are finalized', withField(asked, 0, KEY.finalWitness, Uint8Array.of(1, 1, 7))],
    ['ask for an unknown type', withField(asked, 0, KEY.sighashType, Uint8Array.of(4, 0, 0, 0))],
    ['ask for a type of a higher byte', withField(asked, 0, KEY.sighashType, Uint8Array.of(1, 1, 0, 0))],
    ['stand beside one of which nobody knows what it spends', withField(asked, 1, KEY.witnessUtxo, null)],
  ])('are not due where they %s', (_, text) => {
    expect(inputsOf(read(text), user)).toEqual([0])
    expect(dueInputs(read(text), user)).toEqual([])
    expect(isForUser(text, ME.pubkey)).toBe(false)
  })

  it('ask for one output, and none goes with them', () => {
    const text = psbtOf([others, { ...mine, sighash: 3 }], [{ amount: 1n }])
    expect(dueInputs(read(text), user)).toEqual([])
  })

  it('that are signed already stay as they are, and the others are signed', () => {
    const half = withField(psbtOf([mine, mine]), 0, KEY.tapKeySig, new Uint8Array(64).fill(1))
    const sig = sigOf(signedBy(psbtOf([mine, mine]), ME.secret), 1)
    const whole = withField(half, 1, KEY.tapKeySig, sig)
    expect(psbtFault(half, whole, ME.pubkey)).toBeNull()
    expect(
      psbtFault(half, withField(whole, 0, KEY.tapKeySig, sigOf(signedBy(psbtOf([mine, mine]), ME.secret))), ME.pubkey),
    ).toBe('other inputs')
  })
})

describe('schnorrFault', () => {
  const event = signAs(ME.secret, { kind: 1, created_at: 1, tags: [], content: 'x' })

  it.each<[string, string, string, Fault | null]>([
    ['the signature of the hash', event.id, event.sig, null],
    ['it in upper case', event.id, event.sig.toUpperCase(), null],
    ['that of another hash', '00'.repeat(32), event.sig, 'bad signature'],
    ['one of another key', event.id, signAs(OTHER.secret, event).sig, 'bad signature'],
    ['one of the key with its tweak', event.id, tweakedSig(), 'bad signature'],
    ['nothing', event.id, '', 'bad signature'],
    ['a byte more', event.id, `${event.sig}00`, 'bad signature'],
    ['no hex', event.id, 'z'.repeat(128), 'bad signature'],
  ])('of %s', (_, hash, came, fault) => {
    expect(schnorrFault(hash, came, ME.pubkey)).toBe(fault)
  })

  function tweakedSig(): string {
    return bytesToHex(sigOf(signedBy(psbtOf([mine]), ME.secret)))
  }
})

describe('an input that a site calls final, and that bears no signature', () => {
  const spends = [mine, { ...mine, sighash: 0x82 }] as const
  const plain = psbtOf(spends, [{ amount: 1n }, { amount: 2n, to: ME.pubkey }])
  const sig = (at: number) => sigOf(signedBy(plain, ME.secret), at)

  it.each([KEY.finalScript, KEY.finalWitness])('(%s) is nothing that a signer is asked about', (key) => {
    const asked = withField(plain, 1, key, Uint8Array.of(1, 1, 0))
    expect([isForUser(plain, ME.pubkey), isForUser(asked, ME.pubkey)]).toEqual([true, false])
    const signed = withField(asked, 1, KEY.tapKeySig, sig(1))
    expect(isForUser(signed, ME.pubkey)).toBe(true)
  })

  it.each([KEY.finalScript, KEY.finalWitness])('(%s) must not be signed', (key) => {
    const asked = withField(plain, 1, key, Uint8Array.of(1, 1, 0))
    const came = withField(withField(asked, 0, KEY.tapKeySig, sig(0)), 1, KEY.tapKeySig, sig(1))
    expect(psbtFault(asked, came, ME.pubkey)).toBe('more than signatures')
    expect(psbtFault(asked, withField(asked, 0, KEY.tapKeySig, sig(0)), ME.pubkey)).toBeNull()
  })
})
