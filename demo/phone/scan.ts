import jsQR from 'jsqr'

declare global {
  interface Window {
    /** Set by the demo's driver: what stands on the computer's screen, as a PNG data URL. */
    lookAtScreen?: () => Promise<string>
  }
}

/** Sizes at which a picture is tried: a dense code on a plain screen reads better enlarged. */
const SCALES = [1, 2, 3]

function pixelsOf(picture: ImageBitmap | HTMLVideoElement, scale: number): ImageData | null {
  const [width, height] =
    picture instanceof ImageBitmap ? [picture.width, picture.height] : [picture.videoWidth, picture.videoHeight]
  if (!width || !height) return null
  const canvas = new OffscreenCanvas(width * scale, height * scale)
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (!context) return null
  context.imageSmoothingEnabled = false
  context.drawImage(picture, 0, 0, canvas.width, canvas.height)
  return context.getImageData(0, 0, canvas.width, canvas.height)
}

/** The text of a QR code, read from the pixels of a picture; null where none is found. */
function readCode(picture: ImageBitmap | HTMLVideoElement, scales = SCALES): string | null {
  for (const scale of scales) {
    const pixels = pixelsOf(picture, scale)
    const code = pixels && jsQR(pixels.data, pixels.width, pixels.height, { inversionAttempts: 'dontInvert' })
    if (code?.data) return code.data
  }
  return null
}

/** The code in a picture file. */
export const readFile = async (file: Blob): Promise<string | null> => readCode(await createImageBitmap(file))

/** The code on the computer's screen, where the demo's driver lends its eyes. */
export async function readScreen(): Promise<string | null> {
  const url = await window.lookAtScreen?.()
  return url ? readFile(await (await fetch(url)).blob()) : null
}

/** Watch a camera until a code is seen. @returns the way to stop it */
export async function watchCamera(video: HTMLVideoElement, onCode: (text: string) => void): Promise<() => void> {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } })
  video.srcObject = stream
  await video.play()
  const timer = setInterval(() => {
    const text = readCode(video, [1])
    if (text) onCode(text)
  }, 250)
  return () => {
    clearInterval(timer)
    for (const track of stream.getTracks()) track.stop()
  }
}
