import { after } from '../../edges/clock'

/** ms that the browser has to fetch it; in Firefox a person may be asked first where it shall go. */
const FETCH = 600_000

/** Hand the person a file. */
export function download(name: string, text: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }))
  link.download = name
  link.click()
  after(FETCH, () => URL.revokeObjectURL(link.href))
}
