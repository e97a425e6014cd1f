/** Of a file that is read at all. */
const MOST_BYTES = 20 * 1024 * 1024

/** The text of a file that the person chose; null where it is far too large, or cannot be read. */
export async function readFile(file: File): Promise<string | null> {
  if (file.size > MOST_BYTES) return null
  return file.text().catch(() => null)
}
