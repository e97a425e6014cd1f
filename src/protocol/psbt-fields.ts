/** Key types of a PSBT as the first byte of a key in hex (BIP-174, BIP-371): those that matter here. */
export const KEY = {
  unsignedTx: '00',
  version: 'fb',
  /** Of an input. */
  nonWitnessUtxo: '00',
  witnessUtxo: '01',
  sighashType: '03',
  finalScript: '07',
  finalWitness: '08',
  tapKeySig: '13',
  tapInternalKey: '17',
  tapMerkleRoot: '18',
  /** Of an output. */
  outTapInternalKey: '05',
} as const

/** How many bytes the key has after its type, and the value: any of these. */
interface Shape {
  key: readonly number[]
  /** Default: any. */
  value?: readonly number[]
}

type Shapes = Readonly<Record<string, Shape>>

const NONE = [0]
const POINT = [33, 65]
const SIGNATURE = [64, 65]
/** A key, and up to 128 hashes on the way from a script to the root of its tree (BIP-341). */
const CONTROL_BLOCK = Array.from({ length: 129 }, (_, depth) => 33 + 32 * depth)

const GLOBAL: Shapes = { '00': { key: NONE }, '01': { key: [78] }, fb: { key: NONE, value: [4] } }

const INPUT: Shapes = {
  '00': { key: NONE },
  '01': { key: NONE },
  '02': { key: POINT },
  '03': { key: NONE, value: [4] },
  '04': { key: NONE },
  '05': { key: NONE },
  '06': { key: POINT },
  '07': { key: NONE },
  '08': { key: NONE },
  '13': { key: NONE, value: SIGNATURE },
  '14': { key: [64], value: SIGNATURE },
  '15': { key: CONTROL_BLOCK },
  '16': { key: [32] },
  '17': { key: NONE, value: [32] },
  '18': { key: NONE, value: [32] },
}

const OUTPUT: Shapes = {
  '00': { key: NONE },
  '01': { key: NONE },
  '02': { key: POINT },
  '05': { key: NONE, value: [32] },
  '06': { key: NONE },
  '07': { key: [32] },
}

const SHAPES = { global: GLOBAL, input: INPUT, output: OUTPUT } as const

/** Which of the maps of a PSBT. */
export type MapKind = keyof typeof SHAPES

/** May a map hold this? Lengths only. Types that are not in these tables are nobody's business here, and stay. */
export function isField(kind: MapKind, key: string, value: Uint8Array): boolean {
  const shape = SHAPES[kind][key.slice(0, 2)]
  if (!shape) return true
  return shape.key.includes(key.length / 2 - 1) && (shape.value?.includes(value.length) ?? true)
}
