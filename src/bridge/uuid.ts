/** A random UUID. `crypto.randomUUID` is missing on sites without TLS, where a content script runs too. */
export function uuid(): string {
  const bytes = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0'))
  return bytes.join('').replace(/^.{8}|....(?=.{12})/g, '$&-')
}
