import jsQR from 'jsqr'
import type { Frame } from './lanyard'

/** A dense code on a plain screen reads better enlarged. */
const SCALE = 2

/**
 * The text of a QR code, read from the pixels of a picture as a phone does.
 * @param canvas any document: its browser unpacks the picture
 * @param png in base64
 * @returns null where no code is found
 */
export async function readQr(canvas: Frame, png: string): Promise<string | null> {
  const { dark, width } = await canvas.evaluate(unpack, { png, scale: SCALE })
  const pixels = Uint8ClampedArray.from(dark, (bit) => (bit === '1' ? 0 : 255))
  const rgba = new Uint8ClampedArray(pixels.length * 4)
  rgba.forEach((_, i) => {
    rgba[i] = pixels[i >> 2] ?? 0
  })
  return jsQR(rgba, width, dark.length / width)?.data ?? null
}

/** In a document: a picture as text, row by row, 1 for a dark pixel and 0 for a light one. */
async function unpack({ png, scale }: { png: string; scale: number }): Promise<{ dark: string; width: number }> {
  const bytes = Uint8Array.from(atob(png), (char) => char.charCodeAt(0))
  const picture = await createImageBitmap(new Blob([bytes], { type: 'image/png' }))
  const canvas = new OffscreenCanvas(picture.width * scale, picture.height * scale)
  const context = canvas.getContext('2d')
  if (!context) return { dark: '', width: 0 }
  context.imageSmoothingEnabled = false
  context.drawImage(picture, 0, 0, canvas.width, canvas.height)
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height)
  let dark = ''
  for (let i = 0; i < data.length; i += 4) dark += (data[i] ?? 0) < 128 ? '1' : '0'
  return { dark, width: canvas.width }
}
