/** The body of an answer, as far as it is not too long. @returns null where there is more */
export async function readUpTo({ body }: Response, most: number): Promise<Uint8Array<ArrayBuffer> | null> {
  const reader = body?.getReader()
  if (!reader) return null
  const parts: Uint8Array<ArrayBuffer>[] = []
  let size = 0
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    size += part.value.length
    if (size > most) {
      await reader.cancel()
      return null
    }
    parts.push(part.value)
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer())
}
