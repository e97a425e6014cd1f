import { readFileSync } from 'node:fs'

const PAPER = readFileSync(new URL('./paper.md', import.meta.url), 'utf8')

const [, heading = '', body = ''] = /^# ([^\n]*)\n\n(.*)\n$/s.exec(PAPER) ?? []
const end = body.indexOf('## 5. ')

/** What Bob writes: begun on the desktop, finished on the laptop. */
export const paper = { title: heading, begun: body.slice(0, end), finished: body }

/** What he writes on the desktop afterwards. */
export const postscript = {
  title: 'Postscript to the lanyards',
  text: 'Elderberry tea is best with a spoonful of heather honey.',
}

/** Words by which any part of the paper can be found: long enough not to stand in a ciphertext by chance. */
export const wordsOf = (text: string): string[] => [...new Set(text.match(/\p{L}{7,}/gu) ?? [])]
