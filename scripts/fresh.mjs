import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

/**
 * When a file, or the newest file under a folder, last changed: ms since the epoch, 0 where there is none.
 * @param {string} path
 * @returns {number}
 */
export function newest(path) {
  if (!existsSync(path)) return 0
  const stat = statSync(path)
  if (!stat.isDirectory()) return stat.mtimeMs
  return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))))
}

/**
 * Must `product` be made (again)? Yes where it is missing, or older than one of its sources.
 * @param {string} product
 * @param {readonly string[]} sources
 * @returns {boolean}
 */
export const isStale = (product, sources) => {
  const made = newest(product)
  return made === 0 || sources.some((source) => newest(source) > made)
}
