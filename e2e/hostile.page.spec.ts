import { borrow, test } from './harness/kept'
import { BROWSERS } from './harness/lanyard'
import { command } from './harness/remote'
import { openStage } from './harness/stage'
import { CASES, type CaseId, type HostileCase } from './hostile/cases'
import { consent } from './hostile/consent'
import { documents, globals } from './hostile/documents'
import { floods } from './hostile/floods'
import { messages } from './hostile/messages'
import { type House, type Play, sceneOf, serveHarm } from './hostile/scene'
import { reaching, traces } from './hostile/traces'

/** Pages that mean harm: what each tries, and what comes of it, in both browsers (docs/hostile.md). */

const PLAYS: Record<CaseId, Play> = {
  ...messages,
  ...globals,
  ...documents,
  ...consent,
  ...floods,
  ...reaching,
  ...traces,
}

// a browser's tests one after another, beside the other's
test.describe.configure({ mode: 'parallel' })

for (const browser of BROWSERS)
  test.describe(browser, () => {
    test.describe.configure({ mode: 'default' })
    let house: House
    let end = async () => {}

    // one pairing for all: each case has sites of its own
    test.beforeAll(async () => {
      const site = await serveHarm()
      const lanyard = await borrow(browser)
      const stage = await openStage(lanyard)
      end = async () => {
        await stage.close()
        await site.close()
      }
      await stage.pairByQr()
      const desk = lanyard.desk()
      const origin = site.origin.replace('127.0.0.1', 'bystander.localhost')
      await command(desk, 'setRule', stage.signer.user, origin, 'get_public_key', { kind: 'always' })
      const bystander = await lanyard.newPage()
      await bystander.goto(origin)
      house = { browser, lanyard, stage, site, desk, bystander, spare: [] }
    })
    test.afterAll(() => end())

    for (const [section, rows] of Object.entries(CASES))
      test.describe(section, () => {
        for (const { id, tries } of rows as readonly (HostileCase & { id: CaseId })[])
          test(`${id}: ${tries}`, async () => {
            const scene = sceneOf(house, id)
            try {
              await PLAYS[id](scene)
            } finally {
              await scene.close()
            }
          })
      })
  })
