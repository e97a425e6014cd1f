import { pictureSize } from '../protocol/picture'
import { readUpTo } from './body'

/** ms for the whole of it. */
const PATIENCE = 5_000
const MAX_BYTES = 2_000_000
/** Unfolded, 100 MB. */
const MAX_PIXELS = 25_000_000
const TYPES = /^image\/(png|jpeg|gif|webp)\b/i
/** Of the picture that is kept: drawn at up to 48 px, on screens with up to two dots a pixel. */
const SIDE = 96
const MAX_KEPT = 12_000
/** Tried in turn until it fits. */
const QUALITIES = [0.85, 0.65, 0.4]

/**
 * Fetch a picture once, and make a small one of it that is kept: whoever serves it is not asked again whenever the panel
 * opens. Neither cookies nor a referrer go along.
 * @param address https
 * @returns a `data:` URL; null where it cannot be had (Firefox: no CORS), or is none
 */
export async function fetchPicture(address: string): Promise<string | null> {
  try {
    const response = await fetch(address, {
      ...{ credentials: 'omit', referrerPolicy: 'no-referrer', cache: 'no-store' },
      signal: AbortSignal.timeout(PATIENCE),
    })
    const type = response.headers.get('content-type') ?? ''
    if (!response.ok || !response.url.startsWith('https:') || !TYPES.test(type)) return null
    const bytes = await readUpTo(response, MAX_BYTES)
    const size = bytes && pictureSize(bytes)
    if (!size || size.width * size.height > MAX_PIXELS) return null
    return await shrink(new Blob([bytes], { type }))
  } catch {
    return null
  }
}

/** The square in its middle, small. */
async function shrink(picture: Blob): Promise<string | null> {
  const bitmap = await createImageBitmap(picture)
  const side = Math.min(bitmap.width, bitmap.height)
  const canvas = new OffscreenCanvas(SIDE, SIDE)
  const context = canvas.getContext('2d')
  if (!context || side === 0) return null
  context.imageSmoothingQuality = 'high'
  const [x, y] = [(bitmap.width - side) / 2, (bitmap.height - side) / 2]
  context.drawImage(bitmap, x, y, side, side, 0, 0, SIDE, SIDE)
  bitmap.close()
  for (const quality of QUALITIES) {
    const small = await canvas.convertToBlob({ type: 'image/webp', quality })
    if (small.size <= MAX_KEPT) return dataUrl(small)
  }
  return null
}

async function dataUrl(blob: Blob): Promise<string> {
  const bytes = new Uint8Array(await blob.arrayBuffer())
  return `data:${blob.type};base64,${btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))}`
}
