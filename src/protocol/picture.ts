/** Width and height in pixels. */
export interface PictureSize {
  width: number
  height: number
}

const text = (bytes: Uint8Array, from: number, length: number): string =>
  String.fromCharCode(...bytes.subarray(from, from + length))

/**
 * How large a picture is, read from its first bytes: 2 MB can unfold to gigabytes of pixels, so it is looked at before a
 * browser unfolds it. PNG, GIF, WebP and JPEG.
 * @returns null: another format, or damaged
 */
export function pictureSize(bytes: Uint8Array): PictureSize | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  try {
    if (text(bytes, 1, 3) === 'PNG') return { width: view.getUint32(16), height: view.getUint32(20) }
    if (text(bytes, 0, 4) === 'GIF8') return { width: view.getUint16(6, true), height: view.getUint16(8, true) }
    if (text(bytes, 0, 4) === 'RIFF' && text(bytes, 8, 4) === 'WEBP') return webpSize(bytes, view)
    return view.getUint16(0) === 0xffd8 ? jpegSize(view) : null
  } catch {
    // it ends too early
    return null
  }
}

function webpSize(bytes: Uint8Array, view: DataView): PictureSize | null {
  const sort = text(bytes, 12, 4)
  if (sort === 'VP8X') {
    const size = (at: number) => view.getUint16(at, true) + (view.getUint8(at + 2) << 16) + 1
    return { width: size(24), height: size(27) }
  }
  if (sort === 'VP8L') {
    const bits = view.getUint32(21, true)
    return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 }
  }
  if (sort !== 'VP8 ') return null
  return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff }
}

/** Segments, until one that begins a frame: C0 to CF, but for tables (C4, CC) and C8. */
function jpegSize(view: DataView): PictureSize | null {
  for (let at = 2; view.getUint8(at) === 0xff; at += 2 + view.getUint16(at + 2)) {
    const marker = view.getUint8(at + 1)
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc
    if (isFrame) return { height: view.getUint16(at + 5), width: view.getUint16(at + 7) }
  }
  return null
}
