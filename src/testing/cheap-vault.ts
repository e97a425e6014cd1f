/**
 * Stands in for `edges/vault` where time is played: WebCrypto works outside of it. The same shapes, and no text lies open
 * in what is sealed; any key but the right one opens nothing.
 */
const shifted = (text: string, by: number): string =>
  [...text].map((char) => String.fromCharCode(char.charCodeAt(0) + by)).join('')

export const sealText = async (key: string, text: string, about: string): Promise<string> =>
  btoa(shifted(JSON.stringify([key.slice(0, 16), about, text]), 1))

export async function openText(key: string, sealed: string, about: string): Promise<string | null> {
  try {
    const [by, of, text] = JSON.parse(shifted(atob(sealed), -1)) as [string, string, string]
    return by === key.slice(0, 16) && of === about ? text : null
  } catch {
    return null
  }
}
