import type { Rolldown } from 'vite'
import { describe, expect, it } from 'vitest'
import { twiceWithState } from './one-file'

type Files = Record<string, { imports?: string[]; later?: string[]; modules: string[] }>

/** Only what is looked at. */
const bundleOf = (files: Files): Rolldown.OutputBundle =>
  Object.fromEntries(
    Object.entries(files).map(([fileName, { imports = [], later = [], modules }]) => [
      fileName,
      {
        ...{ type: 'chunk', fileName, imports, dynamicImports: later, moduleIds: modules },
        facadeModuleId: fileName === 'panel.js' ? '/x/src/panel/index.html' : null,
      },
    ]),
  ) as unknown as Rolldown.OutputBundle

const CURVES = '/x/node_modules/@noble/curves/secp256k1.js'
const WORDS = '/x/src/edges/words.ts'

describe('the panel as one file', () => {
  it.each<[string, Files, string[]]>([
    [
      'a later part may share libraries with it',
      {
        'panel.js': { imports: ['common.js'], later: ['later.js'], modules: ['/x/src/panel/main.tsx'] },
        'common.js': { modules: [CURVES, '/x/src/protocol/hex.ts'] },
        'later.js': { imports: ['common.js'], modules: ['/x/src/panel/bitcoin-payment.ts'] },
      },
      [],
    ],
    [
      'a later part may not share what has a state, at any depth',
      {
        'panel.js': { imports: ['common.js'], later: ['later.js'], modules: ['/x/src/panel/main.tsx'] },
        'common.js': { imports: ['words.js'], modules: [CURVES] },
        'words.js': { modules: [WORDS] },
        'later.js': { imports: ['common.js'], modules: ['/x/src/panel/bitcoin-payment.ts'] },
      },
      [WORDS],
    ],
    [
      'a later part may not read the panel itself once more',
      {
        'panel.js': { later: ['later.js'], modules: ['/x/src/panel/main.tsx'] },
        'later.js': { imports: ['panel.js'], modules: ['/x/src/panel/bitcoin-payment.ts'] },
      },
      ['/x/src/panel/main.tsx'],
    ],
  ])('%s', (_, files, twice) => {
    expect(twiceWithState(bundleOf(files))).toEqual(twice)
  })

  it('is looked for in every build', () => {
    expect(() => twiceWithState(bundleOf({}))).toThrow('was not built')
  })
})
