import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const folder = new URL('.', import.meta.url)
const sheets = readdirSync(folder).filter((name) => name.endsWith('.css'))
const textOf = (name: string): string => readFileSync(new URL(name, folder), 'utf8')

/** px: as wide as Chromium lays a popup out first, and as our popup is (tokens.css). */
const [FIRST, POPUP] = [25, Number(/--popup: (\d+)px/.exec(textOf('tokens.css'))?.[1])]

describe.each(sheets)('%s', (name) => {
  it('asks the window for no width that a popup goes through while it opens', () => {
    const asked = [...textOf(name).matchAll(/@media[^{]*/g)].map(([query]) => query)
    const widths = asked.flatMap((query) =>
      [...query.matchAll(/(?<!device-)width\D*(\d+)px/g)].map(([, px]) => Number(px)),
    )
    expect(POPUP).toBeGreaterThan(FIRST)
    expect(widths.filter((px) => px > FIRST && px <= POPUP)).toEqual([])
  })
})
