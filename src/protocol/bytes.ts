/**
 * Reads Bitcoin's serialization from front to back. Every read throws `RangeError` where the bytes end too early, and
 * none makes room for what is not there.
 */
export interface Reader {
  /** Bytes that were not read yet. */
  readonly left: number
  /** A view of the next bytes, not a copy. */
  take(count: number): Uint8Array
  /** Little-endian, without sign. */
  uint(bytes: 1 | 2 | 4): number
  /** 8 bytes, little-endian, without sign. */
  uint64(): bigint
  /**
   * CompactSize, in its shortest form only, as Bitcoin Core reads it: with several ways to write one number the same
   * bytes could mean two things. Beyond 32 bits nothing fits into a call.
   */
  size(): number
  /** As many bytes as the CompactSize before them says. */
  sized(): Uint8Array
}

export function reader(bytes: Uint8Array): Reader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let at = 0
  const step = (count: number): number => {
    if (count > bytes.length - at) throw new RangeError('too short')
    at += count
    return at - count
  }
  const uint = (count: 1 | 2 | 4): number => {
    const from = step(count)
    if (count === 1) return view.getUint8(from)
    return count === 2 ? view.getUint16(from, true) : view.getUint32(from, true)
  }
  const size = (): number => {
    const first = uint(1)
    if (first < 0xfd) return first
    if (first === 0xff) throw new RangeError('too large')
    const value = uint(first === 0xfd ? 2 : 4)
    if (value < (first === 0xfd ? 0xfd : 0x1_0000)) throw new RangeError('not the shortest form')
    return value
  }
  const take = (count: number) => {
    const from = step(count)
    return bytes.subarray(from, from + count)
  }
  return {
    get left() {
      return bytes.length - at
    },
    take,
    uint,
    uint64: () => view.getBigUint64(step(8), true),
    size,
    sized: () => take(size()),
  }
}

/** CompactSize of a number below 2^32. */
export function sizeBytes(value: number): Uint8Array {
  if (value < 0xfd) return Uint8Array.of(value)
  return value < 0x1_0000
    ? join(Uint8Array.of(0xfd), uintBytes(value, 2))
    : join(Uint8Array.of(0xfe), uintBytes(value, 4))
}

/** Little-endian. */
export const uintBytes = (value: number, count: number): Uint8Array =>
  Uint8Array.from({ length: count }, (_, i) => Math.floor(value / 256 ** i) % 256)

/** 8 bytes, little-endian. */
export function uint64Bytes(value: bigint): Uint8Array {
  const bytes = new Uint8Array(8)
  new DataView(bytes.buffer).setBigUint64(0, value, true)
  return bytes
}

export function join(...parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

export const sameBytes = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, i) => byte === b[i])
