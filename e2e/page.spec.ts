import { expect } from '@playwright/test'
import { type Nostr, pages, type Report } from './fixtures/pages'
import { borrow, test } from './harness/kept'
import { BROWSERS, type Lanyard, type Page } from './harness/lanyard'
import { PLAIN_HOST, type Site, serveSite } from './harness/site'

// What pages see of Lanyard while no phone is paired: every call that goes all the way is answered `not-paired`.

// the pages' own globals
declare const nostr: Nostr
declare const first: string
declare const seen: Report[]

/** The code that a call ends with, in the page. */
const codeOfGetPublicKey = () =>
  nostr.getPublicKey().then(
    () => 'answered',
    (error: { code: string }) => error.code,
  )

// a browser's tests one after another, beside the other's
test.describe.configure({ mode: 'parallel' })

for (const browser of BROWSERS)
  test.describe(browser, () => {
    test.describe.configure({ mode: 'default' })
    let lanyard: Lanyard
    let site: Site
    let page: Page

    test.beforeAll(async () => {
      site = await serveSite(pages)
      lanyard = await borrow(browser)
    })
    test.afterAll(() => site?.close())
    test.beforeEach(async () => {
      page = await lanyard.newPage()
    })
    test.afterEach(() => page.close())

    test.describe('is there at the first inline script, and answers', () => {
      for (const [name, path, code] of [
        ['a plain page', '/', 'not-paired'],
        ['CSP default-src none', '/csp', 'not-paired'],
        ['Trusted Types', '/trusted-types', 'not-paired'],
        ['CSP sandbox, which has no origin', '/csp-sandbox', 'opaque-origin'],
      ] as const)
        test(name, async () => {
          await page.goto(site.origin + path)
          expect(await page.evaluate(() => first)).toBe('object')
          expect(await page.evaluate(codeOfGetPublicKey)).toBe(code)
        })

      test('a site without TLS', async () => {
        await page.goto(site.origin.replace('127.0.0.1', PLAIN_HOST))
        expect(await page.evaluate(() => isSecureContext)).toBe(false)
        expect(await page.evaluate(codeOfGetPublicKey)).toBe('not-paired')
      })

      test('frames of every sort', async () => {
        await page.goto(`${site.origin}/frames`)
        const outcome = async () =>
          Object.fromEntries(
            (await page.evaluate(() => seen)).map(({ name, first, code }) => [name, `${first} ${code}`]),
          )
        await expect.poll(outcome).toEqual({
          top: 'object not-paired',
          'same origin': 'object not-paired',
          'other origin': 'object not-paired',
          sandboxed: 'object opaque-origin',
          srcdoc: 'object not-paired',
          'data:': 'object opaque-origin',
          blob: 'object not-paired',
          'about:blank': 'object not-paired',
          'written at once': 'object not-paired',
          'written later': 'object not-paired',
          navigated: 'object not-paired',
        })
      })

      test('a page that document.open has emptied', async () => {
        await page.goto(site.origin)
        await page.evaluate(() => {
          document.open()
          document.write('<p>new</p>')
          document.close()
        })
        expect(await page.evaluate(codeOfGetPublicKey)).toBe('not-paired')
      })
    })

    test.describe('the object', () => {
      test.beforeEach(() => page.goto(site.origin))

      test('has the methods of NIP-07, and each works detached and rejects with an Error', async () => {
        const outcomes = await page.evaluate(async () => {
          const { getPublicKey, signEvent, nip04, nip44 } = nostr
          const { encrypt: encrypt04, decrypt: decrypt04 } = nip04
          const { encrypt: encrypt44, decrypt: decrypt44 } = nip44
          const peer = 'a'.repeat(64)
          const calls = [
            getPublicKey(),
            signEvent({ kind: 1, content: 'hello' }),
            encrypt04(peer, 'text'),
            decrypt04(peer, 'x?iv=y'),
            encrypt44(peer, 'text'),
            decrypt44(peer, 'x'),
          ]
          const ends = await Promise.allSettled(calls)
          return ends.map(
            (end) => end.status === 'rejected' && end.reason instanceof Error && Reflect.get(end.reason, 'code'),
          )
        })
        expect(outcomes).toEqual(Array(6).fill('not-paired'))
        expect(await page.evaluate(() => Object.keys(nostr).sort().join())).toBe(
          'getPublicKey,getRelays,nip04,nip44,off,on,signEvent,signPsbt,signSchnorr',
        )
      })

      test('may be replaced, patched and deleted by a page in strict mode', async () => {
        const replaced = await page.evaluate(() => {
          const { nip04 } = nostr
          const first = { nip04 }
          nostr.getRelays = () => Promise.resolve({})
          Object.assign(window, { nostr: first })
          const isFirst = (nostr as unknown) === first
          const { enumerable, configurable } = Object.getOwnPropertyDescriptor(window, 'nostr') ?? {}
          return [isFirst, enumerable, configurable, Reflect.deleteProperty(window, 'nostr')]
        })
        expect(replaced).toEqual([true, true, true, true])
      })

      test('may be replaced before it was ever looked at, by a script of the old sort too', async () => {
        const replaced = await page.evaluate(() => {
          const fresh = () => {
            const frame = document.createElement('iframe')
            document.body.append(frame)
            return frame.contentWindow as unknown as { nostr: unknown; eval(code: string): void }
          }
          const [written, declared, defined] = [fresh(), fresh(), fresh()]
          written.nostr = 1
          declared.eval('var nostr = 2')
          Object.defineProperty(defined, 'nostr', { value: 3 })
          return [written.nostr, declared.nostr, defined.nostr]
        })
        expect(replaced).toEqual([1, 2, 3])
      })

      test('takes listeners, for events that never come too, and throws at none', async () => {
        const heard = await page.evaluate(() => {
          const { on, off } = nostr
          const listener = () => {}
          on('accountChanged', listener)
          on('nobody knows', listener)
          off('accountChanged', listener)
          off('never added', listener)
          return 'nothing'
        })
        expect(heard).toBe('nothing')
      })

      test('answers a thousand calls at once, each one', async () => {
        const codes = await page.evaluate(async () => {
          const ends = await Promise.allSettled(Array.from({ length: 1_000 }, () => nostr.getPublicKey()))
          return ends.map((end) => end.status === 'rejected' && end.reason.code)
        })
        expect(codes).toHaveLength(1_000)
        expect(codes.filter((code) => code !== 'not-paired' && code !== 'too-many')).toEqual([])
      })
    })

    test.describe('bad arguments are refused in the page', () => {
      test.beforeEach(() => page.goto(site.origin))

      test('what JSON cannot say is invalid, what is too large is too large, and nothing is thrown', async () => {
        const codes = await page.evaluate(async () => {
          const cyclic: { self?: unknown } = {}
          cyclic.self = cyclic
          const thrower = () => {
            throw new Error('mine')
          }
          const bad = {
            cyclic,
            getter: Object.defineProperty({}, 'kind', { enumerable: true, get: thrower }),
            proxy: new Proxy({}, { ownKeys: thrower }),
            toJSON: { toJSON: thrower },
            bigint: { kind: 1n },
            window,
            huge: { kind: 1, content: 'x'.repeat(10_000_000) },
            millionTags: { kind: 1, tags: Array(1_000_000).fill(['t']) },
          }
          const ends: Record<string, string> = {}
          for (const [name, event] of Object.entries(bad))
            ends[name] = await nostr.signEvent(event).then(
              () => 'answered',
              (error: { code: string }) => error.code,
            )
          return ends
        })
        expect(codes).toEqual({
          cyclic: 'invalid-call',
          getter: 'invalid-call',
          proxy: 'invalid-call',
          toJSON: 'invalid-call',
          bigint: 'invalid-call',
          window: 'invalid-call',
          huge: 'too-large',
          millionTags: 'too-large',
        })
      })
    })
  })
