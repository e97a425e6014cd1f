import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

/** What rules do to handshakes only browsers know: e2e/origin.spec.ts. */

const settled = () => new Promise((resolve) => setTimeout(resolve, 0))

const asked: object[] = []
let answer: () => Promise<void>
let nameless: typeof import('./nameless').nameless

beforeEach(async () => {
  asked.length = 0
  vi.stubGlobal('location', { hostname: 'one-of-a-kind' })
  vi.stubGlobal('browser', {
    declarativeNetRequest: { updateSessionRules: (change: object) => asked.push(change) && answer() },
  })
  vi.resetModules()
  nameless = (await import('./nameless')).nameless
})
afterEach(() => vi.unstubAllGlobals())

describe('a socket without a name', () => {
  it('is dialled after the rule stands, which is made once and for the extension’s own', async () => {
    const said: string[] = []
    let stands = () => {}
    answer = () =>
      new Promise<void>((resolve) => {
        stands = resolve
      })
    nameless(() => said.push('one'))
    nameless(() => said.push('two'))
    await settled()
    expect(said).toEqual([])
    stands()
    await settled()
    expect(said).toEqual(['one', 'two'])
    expect(asked).toMatchObject([{ addRules: [{ condition: { initiatorDomains: ['one-of-a-kind'] } }] }])
  })

  it('says neither whose it is nor what the relay’s pages know, and the rule is for sockets alone and put in its own place', async () => {
    answer = async () => {}
    nameless(() => {})
    const requestHeaders = ['origin', 'cookie'].map((header) => ({ header, operation: 'remove' }))
    const responseHeaders = [{ header: 'set-cookie', operation: 'remove' }]
    expect(asked).toEqual([
      {
        removeRuleIds: [1],
        addRules: [
          {
            id: 1,
            condition: { resourceTypes: ['websocket'], initiatorDomains: ['one-of-a-kind'] },
            action: { type: 'modifyHeaders', requestHeaders, responseHeaders },
          },
        ],
      },
    ])
  })

  it('is dialled all the same where the rule is refused, and the next asks again', async () => {
    const dial = vi.fn()
    answer = () => Promise.reject(new Error('no'))
    nameless(dial)
    await settled()
    nameless(dial)
    await settled()
    expect(dial).toHaveBeenCalledTimes(2)
    expect(asked).toHaveLength(2)
  })

  it('is dialled at once where there are no rules', () => {
    const dial = vi.fn()
    vi.stubGlobal('browser', {})
    nameless(dial)
    vi.stubGlobal('browser', undefined)
    nameless(dial)
    expect(dial).toHaveBeenCalledTimes(2)
  })
})
