import { setTimeout as pause } from 'node:timers/promises'
import { expect } from '@playwright/test'
import type { Frame, Page } from '../harness/lanyard'
import { snapshot, until } from '../harness/remote'
import type { Nip07 } from '../harness/stage'
import { type Play, within } from './scene'

type Inner = typeof globalThis & { nostr: Nip07 }

/** So many answers of each sort. */
const endsOf = (page: Page): Promise<Record<string, number>> => page.evaluate(() => ends)
declare const ends: Record<string, number>
const sum = (counts: Record<string, number>) => Object.values(counts).reduce((all, count) => all + count, 0)

/** In a page: before it floods. */
const count = () => {
  const ends: Record<string, number> = {}
  const end = (code: string) => {
    ends[code] = (ends[code] ?? 0) + 1
  }
  Object.assign(window, { ends, end })
}
declare const end: (code: string) => void

/** Most calls that a site may have open, and approvals. */
const OPEN = 500
const PLACES = 10

/** One template after another, all refused as too large. */
async function tooLarge(page: Page, times: number, make: (frame: Frame) => Promise<void>): Promise<void> {
  await page.evaluate(count)
  await make(page)
  await expect.poll(() => endsOf(page), { timeout: 20_000 }).toEqual({ 'too-large': times })
}

/** Plays of the floods: while each goes on, another site is served. */
export const floods = {
  async 'ten-thousand'({ own, open, questions, unharmed }) {
    const page = await open(own)
    await page.evaluate(count)
    await unharmed(async () => {
      await page.evaluate(() => {
        for (let kind = 0; kind < 10_000; kind++)
          nostr.signEvent({ kind }).then(
            () => end('answered'),
            ({ code }) => end(code),
          )
      })
      await expect.poll(() => endsOf(page), { timeout: 20_000 }).toEqual({ 'too-many': 10_000 - PLACES })
    })
    expect(await questions(own)).toHaveLength(PLACES)
  },

  async 'many-frames'({ own, open, questions, unharmed }) {
    const page = await open(own)
    await page.evaluate(count)
    await unharmed(async () => {
      await page.evaluate(() => {
        for (let i = 0; i < 12; i++) {
          const frame = document.body.appendChild(document.createElement('iframe'))
          const inner = frame.contentWindow as unknown as Inner
          for (let n = 0; n < 500; n++)
            inner.nostr.signEvent({ kind: 1, content: `${i} ${n}` }).then(
              () => end('answered'),
              ({ code }: { code: string }) => end(code),
            )
        }
      })
      await expect.poll(async () => sum(await endsOf(page)), { timeout: 20_000 }).toBeGreaterThanOrEqual(6_000 - OPEN)
    })
    expect(Object.keys(await endsOf(page))).toEqual(['too-many'])
    const asked = await questions(own)
    expect(asked.length).toBeLessThanOrEqual(PLACES)
    expect(asked.reduce((all, { calls }) => all + calls, 0)).toBeLessThanOrEqual(OPEN)
  },

  async 'many-origins'({ own, at, open, desk, questions, unharmed }) {
    const page = await open(own)
    const frames = Array.from({ length: 8 }, (_, i) => at(`f${i}`))
    await unharmed(async () => {
      await page.evaluate((urls) => {
        const loaded = urls.map(
          (url) =>
            new Promise((resolve) => {
              const frame = document.createElement('iframe')
              frame.onload = resolve
              frame.src = url
              document.body.append(frame)
            }),
        )
        return Promise.all(loaded).then(() => {})
      }, frames)
      for (const frame of page.frames().slice(1))
        await frame.evaluate(() => {
          for (let kind = 0; kind < 20; kind++) nostr.signEvent({ kind, content: 'x'.repeat(30_000) }).catch(() => {})
        })
      await pause(500)
    })
    const { approvals } = await snapshot(desk)
    expect(approvals.length).toBeLessThanOrEqual(PLACES)
    const stranger = at('stranger')
    const other = await open(stranger)
    await other.evaluate(() => void nostr.getPublicKey().catch(() => {}))
    await expect.poll(() => questions(stranger)).toHaveLength(1)
  },

  async 'ten-megabytes'({ own, open, unharmed }) {
    const page = await open(own)
    await unharmed(() =>
      tooLarge(page, 12, (frame) =>
        frame.evaluate(() => {
          for (let i = 0; i < 12; i++)
            nostr.signEvent({ kind: 1, content: String(i).repeat(10_000_000) }).catch(({ code }) => end(code))
        }),
      ),
    )
  },

  async 'million-tags'({ own, open, unharmed }) {
    const page = await open(own)
    await unharmed(() =>
      tooLarge(page, 3, (frame) =>
        frame.evaluate(() => {
          for (let i = 0; i < 3; i++)
            nostr.signEvent({ kind: 1, tags: Array(1_000_000).fill(['t']) }).catch(({ code }) => end(code))
        }),
      ),
    )
  },

  async 'just-below'({ own, open, unharmed }) {
    const page = await open(own)
    await unharmed(() =>
      tooLarge(page, 100, (frame) =>
        frame.evaluate(() => {
          for (let i = 0; i < 100; i++) {
            const template = i % 2 ? { tags: Array(33_000).fill(['t']) } : { content: 'x'.repeat(199_000) }
            nostr.signEvent({ kind: i, ...template }).catch(({ code }) => end(code))
          }
        }),
      ),
    )
  },

  async 'touch-storm'({ own, open, lanyard, stage, desk }) {
    await lanyard.killBackground()
    const ours = () =>
      stage.relay.frames.filter(({ message }) => String((message as unknown[]).slice(0, 2)) === 'REQ,lanyard').length
    const page = await open(own)
    await pause(300)
    const before = ours()
    await page.evaluate(() => {
      for (let i = 0; i < 40; i++) {
        const frame = document.body.appendChild(document.createElement('iframe'))
        void (frame.contentWindow as unknown as Inner).nostr
      }
    })
    await pause(600)
    // before anybody looks: a panel has the lines opened
    expect(ours()).toBe(before)
    expect((await within(3_000, 'a snapshot', snapshot(desk))).approvals).toEqual([])
  },

  async 'other-provider'({ own, open, unharmed, desk }) {
    const page = await open(own)
    await unharmed(async () => {
      await page.evaluate(() => {
        const ours = nostr
        for (let i = 0; i < 2_000; i++) {
          Object.assign(window, { nostr: { i } })
          void nostr
          Object.assign(window, { nostr: ours })
          void nostr
        }
      })
      await until(desk, ({ sites }) => sites.some((site) => site.origin === own && site.hasOther))
    })
    const { sites } = await snapshot(desk)
    expect(sites.filter(({ origin }) => origin === own)).toHaveLength(1)
  },
} satisfies Record<string, Play>
