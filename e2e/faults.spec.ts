import { expect } from '@playwright/test'
import { nameOf, REAL_CASES, sentenceOf } from './faults/cases'
import { ALL_ARE_BAD, CLOSED, ONE_IS_BAD } from './faults/relays'
import type { Scene, Setting } from './faults/scene'
import { SIGNER_IS_BAD } from './faults/signers'
import { borrow, test } from './harness/kept'
import { BROWSERS, type Lanyard } from './harness/lanyard'
import { openStage, type Stage } from './harness/stage'

// The matrix of faults, as far as it is run in real browsers; the deaths among them are in survival.spec.ts. All cases
// of a setting share one pairing: what one fault leaves behind, the next case would find.

const SETTINGS: Record<string, Setting> = {
  'one relay of three is bad': ONE_IS_BAD,
  'all relays are bad': ALL_ARE_BAD,
  'the relay is closed': CLOSED,
  'the signer is bad': SIGNER_IS_BAD,
}

// a browser's tests one after another, beside the other's
test.describe.configure({ mode: 'parallel' })

for (const browser of BROWSERS)
  test.describe(browser, () => {
    test.describe.configure({ mode: 'default' })
    let lanyard: Lanyard
    test.beforeAll(async () => {
      lanyard = await borrow(browser)
    })

    for (const [name, { stage: options, pairs, plays }] of Object.entries(SETTINGS))
      test.describe(name, () => {
        let stage: Stage
        let scene: Scene
        test.beforeAll(async () => {
          stage = await openStage(lanyard, options)
          await (pairs ? pairs.play(stage) : stage.pairByQr())
          for (const wire of stage.wires) wire.heal()
          await stage.allow('sign_event:1')
          scene = { lanyard, stage, site: await stage.openSite() }
        })
        test.afterAll(() => stage?.close())
        test.afterEach(() => {
          for (const wire of stage.wires) wire.heal()
        })

        for (const each of REAL_CASES) {
          const play = plays[nameOf(each)]
          // it has been played when the first of them begins, or none does
          if (nameOf(each) === pairs?.name) test(sentenceOf(each), () => expect(each.outcome).toBe('answer'))
          else if (play) test(sentenceOf(each), async () => expect(await play(scene)).toBe(each.outcome))
        }
      })
  })

test('every case is played, and nothing else is', () => {
  const played = Object.values(SETTINGS).flatMap(({ pairs, plays }) => [pairs?.name ?? [], Object.keys(plays)].flat())
  const listed = REAL_CASES.filter(({ fault }) => fault !== 'two-deaths').map(nameOf)
  expect(played.sort()).toEqual(listed.sort())
})
