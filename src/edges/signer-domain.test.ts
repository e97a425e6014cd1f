import { afterEach, describe, expect, it, vi } from 'vitest'
import { fail, succeed } from '../protocol/error'
import { readWellKnown } from './signer-domain'

const ADDRESS = { name: '_', domain: 'signer.example' }
const answering = (answer: () => Promise<Response>) => {
  const asked = vi.fn(answer)
  vi.stubGlobal('fetch', asked)
  return asked
}

afterEach(() => vi.unstubAllGlobals())

describe('a domain that is asked for its signer', () => {
  it('is asked once, without cookies and referrer, and followed nowhere', async () => {
    const asked = answering(async () => new Response('{"names":{}}'))
    expect(await readWellKnown(ADDRESS)).toEqual(succeed('{"names":{}}'))
    expect(asked.mock.calls).toEqual([
      [
        'https://signer.example/.well-known/nostr.json?name=_',
        expect.objectContaining({ credentials: 'omit', referrerPolicy: 'no-referrer', redirect: 'error' }),
      ],
    ])
  })

  it.each<[string, () => Promise<Response>, ReturnType<typeof fail>]>([
    ['is not there', () => Promise.reject(new TypeError('Failed to fetch')), fail('domain-unreached')],
    ['is silent', () => Promise.reject(new DOMException('', 'TimeoutError')), fail('domain-silent')],
    ['has no such file', async () => new Response('', { status: 404 }), fail('domain-signerless')],
    ['has it no more', async () => new Response('', { status: 410 }), fail('domain-signerless')],
    ['fails', async () => new Response('', { status: 500 }), fail('domain-nonsense')],
    ['says too much', async () => new Response('x'.repeat(64_001)), fail('domain-nonsense')],
  ])('that %s', async (_, answer, failure) => {
    answering(answer)
    expect(await readWellKnown(ADDRESS)).toEqual(failure)
  })

  it('has eight seconds for all of it, also for what comes after the first word', async () => {
    const ends = vi
      .spyOn(AbortSignal, 'timeout')
      .mockReturnValue(AbortSignal.abort(new DOMException('', 'TimeoutError')))
    const asked = vi.fn(async (_: string, { signal }: RequestInit) => {
      const body = new ReadableStream({ start: (stream) => stream.error(signal?.reason) })
      return new Response(body)
    })
    vi.stubGlobal('fetch', asked)
    expect(await readWellKnown(ADDRESS)).toEqual(fail('domain-silent'))
    expect(ends.mock.calls).toEqual([[8_000]])
    ends.mockRestore()
  })

  it('may say as much as fits', async () => {
    answering(async () => new Response('x'.repeat(64_000)))
    expect(await readWellKnown(ADDRESS)).toEqual(succeed('x'.repeat(64_000)))
  })
})
