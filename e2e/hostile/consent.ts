import { expect } from '@playwright/test'
import type { Page } from '../harness/lanyard'
import { command, snapshot } from '../harness/remote'
import { keyOf, type Play, type Scene } from './scene'

/** Asks for a signature, and does not wait. */
const ask = (page: Page, template: object): Promise<void> =>
  page.evaluate((event) => {
    const code = nostr.signEvent(event).then(
      () => 'answered',
      (error) => `${error.code}: ${error.message}`,
    )
    Object.assign(window, { code })
  }, template)

/** How that ended. */
const endOf = (page: Page): Promise<string> =>
  page.evaluate(() => (window as unknown as { code: Promise<string> }).code)

const signed = ({ stage }: Scene) => stage.signer.heard.filter((method) => method === 'sign_event').length

/** The approval window, once it shows a question of this site. */
async function approvalOf({ lanyard }: Scene, origin: string): Promise<Page> {
  const window = await lanyard.approval()
  const host = new URL(origin).host
  await expect.poll(() => window.evaluate(() => document.body?.textContent ?? '')).toContain(host)
  return window
}

/** What the panel says: questions of the site, denied one by one. */
async function denyAll({ desk, questions }: Scene, origin: string): Promise<void> {
  while ((await questions(origin)).length > 0) {
    const { approvals } = await snapshot(desk)
    const one = approvals.find((approval) => approval.origin === origin)
    if (one) await command(desk, 'decide', one.id, { kind: 'deny' })
  }
}

/** Plays of the cases about consent. */
export const consent = {
  async navigates(scene) {
    const before = signed(scene)
    const ways: [string, (page: Page) => Promise<unknown>][] = [
      ['elsewhere', (page) => page.goto(scene.at('elsewhere'))],
      ['again', (page) => page.goto(`${scene.own}/?again`)],
      ['closed', (page) => page.close()],
    ]
    for (const [i, [, leave]] of ways.entries()) {
      const page = await scene.open(scene.own)
      await ask(page, { kind: i })
      const window = await approvalOf(scene, scene.own)
      await leave(page)
      await expect.poll(() => scene.questions(scene.own)).toEqual([])
      await expect.poll(() => window.isClosed()).toBe(true)
    }
    expect(signed(scene)).toBe(before)
  },

  async 'denied-or-unknown'(scene) {
    const { own, open, questions, desk, stage } = scene
    const page = await open(own)
    const seen = []
    // two kinds, so that neither falls into the quiet time of the other
    for (const [kind, pubkey] of [stage.signer.user, 'c'.repeat(64)].entries()) {
      await ask(page, { kind, pubkey })
      await expect.poll(() => questions(own)).toHaveLength(1)
      const [question] = await questions(own)
      await denyAll(scene, own)
      seen.push({ end: await endOf(page), calls: question?.calls, topOrigin: question?.topOrigin })
    }
    expect(seen[0]?.end).toMatch(/^denied: /)
    expect(seen[1]).toEqual(seen[0])
    await command(desk, 'setRule', stage.signer.user, own, '*', { kind: 'never' })
    for (const pubkey of [stage.signer.user, 'c'.repeat(64)]) {
      await ask(page, { kind: 7, pubkey })
      expect(await endOf(page)).toBe(seen[0]?.end)
    }
    expect(await questions(own)).toEqual([])
  },

  async 'other-target'(scene) {
    const { own, open, desk, stage, questions } = scene
    const target = 'POST https://files.example/upload'
    await command(desk, 'setRule', stage.signer.user, own, 'sign_event:27235', { kind: 'always' }, target)
    const page = await open(own)
    const login = (u: string, method = 'POST') => ({
      kind: 27_235,
      tags: [
        ['u', u],
        ['method', method],
      ],
    })
    await ask(page, login('https://files.example/upload'))
    expect(await endOf(page)).toBe('answered')
    const before = signed(scene)
    const others = [
      login('https://files.example/upload/'),
      login('https://files.example/upload', 'DELETE'),
      login('https://files.example:444/upload'),
      login('https://files.example/admin'),
      login('https://files.example.evil.example/upload'),
      login('https://evil.example/?https://files.example/upload'),
      { kind: 27_235, tags: [] },
    ]
    for (const other of others) await ask(page, other)
    await expect.poll(() => questions(own)).toHaveLength(others.length)
    expect(signed(scene)).toBe(before)
  },

  async lookalike(scene) {
    const { own, open, allow, questions, stage } = scene
    await allow(own, 'get_public_key')
    expect(await keyOf(await open(own))).toBe(stage.signer.user)
    const { host, port } = new URL(own)
    const name = host.replace(`:${port}`, '')
    const otherPort = stage.site.origin.replace('127.0.0.1', name)
    const cyrillic = new URL(own.replace('lookalike', 'lоokalike')).origin
    for (const origin of [otherPort, `http://${name}.:${port}`, `http://${name}.evil.localhost:${port}`]) {
      const page = await open(origin)
      await page.evaluate(() => void nostr.getPublicKey().catch(() => {}))
      await expect.poll(() => questions(origin)).toHaveLength(1)
      await page.close()
      await expect.poll(() => questions(origin)).toEqual([])
    }
    expect(cyrillic).toContain('//xn--')
    const page = await open(cyrillic)
    await page.evaluate(() => void nostr.getPublicKey().catch(() => {}))
    const window = await approvalOf(scene, cyrillic)
    const words = await window.evaluate(() => document.body?.textContent ?? '')
    expect(words).toContain(new URL(cyrillic).host)
    expect(words).toMatch(/mixes letters of several alphabets/)
  },

  async 'framed-approval'(scene) {
    const { own, open } = scene
    const page = await open(own)
    await ask(page, { kind: 1 })
    const approval = await approvalOf(scene, own)
    const url = await approval.evaluate(() => location.href)
    await page.evaluate(async (url) => {
      for (const [tag, attribute] of [
        ['iframe', 'src'],
        ['embed', 'src'],
        ['object', 'data'],
      ] as const) {
        const made = document.createElement(tag)
        made.setAttribute(attribute, url)
        document.body.append(made)
      }
      const blank = document.body.appendChild(document.createElement('iframe'))
      const ways = [() => window.open(url), () => blank.contentWindow?.location.assign(url)]
      for (const way of ways)
        try {
          way()
        } catch {
          // Firefox refuses by an error
        }
      await new Promise((resolve) => setTimeout(resolve, 600))
    }, url)
    const looks = () => `${location.protocol}${document.querySelector('footer.verdicts, main') ? ' drawn' : ''}`
    const seen = await Promise.all(page.frames().map((frame) => frame.evaluate(looks).catch(() => 'out of reach')))
    expect(seen.length).toBeGreaterThan(1)
    expect(seen.join()).not.toMatch(/extension:|drawn/)
    expect(await approval.evaluate(looks)).toMatch(/extension: drawn/)
    // a tab that goes there itself is stopped too, or stays where it is
    await page.evaluate((url) => void Object.assign(location, { href: url }), url).catch(() => {})
    expect(await page.evaluate(looks).catch(() => 'out of reach')).not.toMatch(/extension:|drawn/)
  },

  async 'early-press'(scene) {
    const { own, open } = scene
    const page = await open(own)
    await ask(page, { kind: 1 })
    const window = await approvalOf(scene, own)
    // from its first moment: presses whatever can be pressed, in each frame that is drawn, and notes since when it could
    const seen = await window.evaluate(async () => {
      const buttons = () => [...document.querySelectorAll<HTMLButtonElement>('footer.verdicts button')]
      const live = () => buttons().length > 0 && buttons().every(({ disabled }) => !disabled)
      while (!live()) await new Promise((resolve) => setTimeout(resolve, 10))
      const comesToFront = performance.now()
      dispatchEvent(new Event('focus'))
      const early: boolean[] = []
      while (performance.now() - comesToFront < 250) {
        await new Promise((resolve) => setTimeout(resolve, 20))
        early.push(live())
        for (const button of buttons()) button.click()
        dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }))
      }
      while (!live()) await new Promise((resolve) => setTimeout(resolve, 10))
      return { early: early.some(Boolean), deadFor: performance.now() - comesToFront }
    })
    expect(seen.early).toBe(false)
    expect(seen.deadFor).toBeGreaterThan(350)
    expect(await scene.questions(own)).toHaveLength(1)
  },
} satisfies Record<string, Play>
