import { expect } from '@playwright/test'
import type { Page } from '../harness/lanyard'
import { command, snapshot } from '../harness/remote'
import { type Asked, type Script, type ScriptedSigner, scriptedSigner } from '../signers/scripted'
import { type ConfirmPage, serveConfirmPage } from './confirm'
import { onPending, type Play, type Scene, type Setting, sign } from './scene'

/** The site asks, and the signer does about it what the script says. */
function signWith(scene: Scene, script: Script, text: string): Promise<string> {
  const signer = scene.stage.signer as ScriptedSigner
  signer.follow(script)
  return sign(scene, text)
}

const approve: Script = ({ say, signed }) => say({ result: signed() })

/** What was wrong has not stayed with us: the next call is answered. */
const stillWorks = async (scene: Scene): Promise<void> =>
  expect(await signWith(scene, approve, 'the next one')).toBe('answer')

const shows = (panel: Page, text: string): Promise<void> =>
  expect.poll(() => panel.evaluate(() => document.body?.textContent ?? '')).toContain(text)

/** What the panel tells of answers that were not what was asked. */
async function notices({ lanyard }: Scene): Promise<unknown[]> {
  const panel = await lanyard.openPanel('#full')
  const { notices } = await snapshot(panel)
  await panel.close()
  return notices
}

/** The answer never reaches the site; the panel shows what was asked beside what came. */
const answeredWith =
  (result: (asked: Asked) => unknown, text: string, ...seen: string[]): Play =>
  async (scene) => {
    const ending = await signWith(scene, (asked) => asked.say({ result: result(asked) }), text)
    const panel = await scene.lanyard.openPanel('#full')
    await shows(panel, 'Your signer signed something other than what the site asked for.')
    for (const words of [text, ...seen]) await shows(panel, words)
    for (const { id } of (await snapshot(panel)).notices) await command(panel, 'dismissNotice', id)
    await panel.close()
    return ending
  }

async function answeredUnderAnotherId(scene: Scene): Promise<string> {
  const ending = signWith(scene, ({ id, say, signed }) => say({ id: `${id}-other`, result: signed() }), 'another id')
  await onPending(scene.lanyard, async (panel, { callId }) => {
    ;(scene.stage.signer as ScriptedSigner).follow(approve)
    await command(panel, 'askAgain', callId)
  })
  return ending
}

/** A stranger who even knows the request's id is not listened to. */
const answeredByAStranger: Play = (scene) => {
  const script: Script = ({ say, signed }) => {
    say({ result: signed({ content: 'by a stranger' }) }, 'stranger')
    say({ result: signed() })
  }
  return signWith(scene, script, 'a stranger knows the id')
}

async function answeredTwice(scene: Scene): Promise<string> {
  const script: Script = ({ say, signed }) => {
    say({ result: signed() })
    say({ result: signed({ content: 'the second answer' }) })
    say({ result: '', error: 'request timed out' })
  }
  const ending = await signWith(scene, script, 'the first answer')
  await stillWorks(scene)
  expect(await notices(scene)).toEqual([])
  return ending
}

async function answeredAfterCancel(scene: Scene): Promise<string> {
  let asked: Asked | undefined
  const script: Script = (request) => {
    asked = request
  }
  const ending = signWith(scene, script, 'too late')
  await expect.poll(() => asked).toBeDefined()
  await onPending(scene.lanyard, (panel, { callId }) => command(panel, 'cancelCall', callId))
  const code = await ending
  asked?.say({ result: asked.signed() })
  await stillWorks(scene)
  expect(await notices(scene)).toEqual([])
  return code
}

/** With a page to confirm on; gone when the play is over. */
const withPage =
  (play: (scene: Scene, page: ConfirmPage) => Promise<string>): Play =>
  async (scene) => {
    const page = await serveConfirmPage()
    return play(scene, page).finally(() => page.close())
  }

const wantsAPage = withPage(async (scene, page) => {
  const script: Script = async ({ say, signed }) => {
    say({ result: 'auth_url', error: page.url })
    await page.opened
    say({ result: signed() })
  }
  const ending = signWith(scene, script, 'to be confirmed')
  await onPending(scene.lanyard, async (panel) => {
    await shows(panel, page.domain)
    expect(page.isOpened()).toBe(false)
    await panel.press(`Open ${page.domain}`)
    await page.opened
  })
  return ending
})

const aStrangerWantsAPage = withPage(async (scene, page) => {
  let goOn = () => {}
  const script: Script = ({ say, signed }) => {
    say({ result: 'auth_url', error: page.url }, 'stranger')
    goOn = () => say({ result: signed() })
  }
  const ending = signWith(scene, script, 'do not open it')
  await onPending(scene.lanyard, async (panel) => {
    await shows(panel, page.domain)
    await shows(panel, 'This address was not sent by the signer you paired.')
  })
  goOn()
  const code = await ending
  expect(page.isOpened()).toBe(false)
  return code
})

/** Everything is well but the signer. */
export const SIGNER_IS_BAD: Setting = {
  stage: { signer: scriptedSigner },
  plays: {
    'tampered-event answered': answeredWith(
      ({ signed }) => signed({ content: 'what a bad signer makes of it' }),
      'what the site asked for',
      'what a bad signer makes of it',
    ),
    'wrong-type answered': answeredWith(() => 'a fine day', 'no event comes', 'Nothing that can be shown.'),
    'wrong-id answered': answeredUnderAnotherId,
    'wrong-key answered': answeredByAStranger,
    'double-answer answered': answeredTwice,
    'late-answer answered': answeredAfterCancel,
    'auth-url published': wantsAPage,
    'foreign-auth-url published': aStrangerWantsAPage,
  },
}
