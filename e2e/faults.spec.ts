import { expect } from '@playwright/test'
import { nameOf, REAL_CASES, sentenceOf } from './faults/cases'
import { ALL_ARE_BAD, CLOSED, ONE_IS_BAD } from './faults/relays'
import type { Play, Scene, Setting } from './faults/scene'
import { SIGNER_IS_BAD } from './faults/signers'
import { borrow, test } from './harness/kept'
import { BROWSERS, type Lanyard } from './harness/lanyard'
import { command } from './harness/remote'
import { openStage, type Stage, type StageOptions } from './harness/stage'

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

    /** As an account of its own, whoever is paired beside. */
    async function openAside(options: StageOptions, play: Play): Promise<{ stage: Stage; ending: Promise<string> }> {
      const stage = await openStage(lanyard, options)
      await stage.pairByQr()
      await command(lanyard.desk(), 'setSiteAccount', stage.site.origin, stage.signer.user)
      await stage.allow('sign_event:1')
      const ending = play({ lanyard, stage, site: await stage.openSite() })
      // it is looked at last, and may fail before
      ending.catch(() => {})
      return { stage, ending }
    }

    for (const [name, { stage: options, pairs, plays, aside }] of Object.entries(SETTINGS))
      test.describe(name, () => {
        let stage: Stage
        let scene: Scene
        let beside: Awaited<ReturnType<typeof openAside>> | undefined
        test.beforeAll(async () => {
          stage = await openStage(lanyard, options)
          await (pairs ? pairs.play(stage) : stage.pairByQr())
          for (const wire of stage.wires) wire.heal()
          await stage.allow('sign_event:1')
          scene = { lanyard, stage, site: await stage.openSite() }
          if (!aside) return
          beside = await openAside(options, aside.play)
          await command(lanyard.desk(), 'setDefaultAccount', stage.signer.user)
        })
        test.afterAll(async () => {
          await beside?.stage.close()
          await stage?.close()
        })
        test.afterEach(() => {
          for (const wire of stage.wires) wire.heal()
        })

        for (const each of REAL_CASES) {
          const play = plays[nameOf(each)]
          // it has been played when the first of them begins, or none does
          if (nameOf(each) === pairs?.name) test(sentenceOf(each), () => expect(each.outcome).toBe('answer'))
          else if (play) test(sentenceOf(each), async () => expect(await play(scene)).toBe(each.outcome))
        }
        const last = REAL_CASES.find((each) => nameOf(each) === aside?.name)
        if (last) test(sentenceOf(last), async () => expect(await beside?.ending).toBe(last.outcome))
      })
  })

test('every case is played, and nothing else is', () => {
  const played = Object.values(SETTINGS).flatMap(({ pairs, plays, aside }) =>
    [pairs?.name ?? [], Object.keys(plays), aside?.name ?? []].flat(),
  )
  const listed = REAL_CASES.filter(({ fault }) => fault !== 'two-deaths').map(nameOf)
  expect(played.sort()).toEqual(listed.sort())
})
