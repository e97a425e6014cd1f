import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Messages, small } from './locales.ts'

/** The messages of one language in `folder`. */
export const read = (folder: string, language: string): Messages =>
  JSON.parse(readFileSync(join(folder, language, 'messages.json'), 'utf8')) as Messages

/** Writes every language in `folder` small, in place. */
export function shrink(folder: string): void {
  const english = read(folder, 'en')
  for (const language of readdirSync(folder)) {
    const file = join(folder, language, 'messages.json')
    writeFileSync(file, JSON.stringify(small(read(folder, language), english)))
  }
}
