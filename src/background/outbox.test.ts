import { describe, expect, it, vi } from 'vitest'
import { succeed } from '../protocol/error'
import { type Down, outbox } from './outbox'

// no browser is around
vi.mock('webextension-polyfill', () => ({ default: {} }))

/** A page's port: what it heard, and whether it is closed. */
function page() {
  const heard: unknown[] = []
  const port: Down & { isClosed: boolean } = {
    isClosed: false,
    postMessage(message) {
      if (port.isClosed) throw new Error('Attempting to use a disconnected port object')
      heard.push(message)
    },
  }
  return { port, heard }
}

const said = (id: string) => ({ id, outcome: succeed(id) })

describe('an outbox', () => {
  it('gives each answer to its own page, once', () => {
    const out = outbox()
    const [one, other] = [page(), page()]
    out.attach('a', one.port)
    out.attach('b', other.port)
    expect(['b', 'a', 'a', 'c'].map((id) => out.deliver(id, succeed(id)))).toEqual([true, true, false, false])
    expect([one.heard, other.heard]).toEqual([[[said('a')]], [[said('b')]]])
  })

  it('says what is answered together in one message, and what other pages are told meanwhile at once', () => {
    const out = outbox()
    const [one, other] = [page(), page()]
    for (const id of ['a', 'b']) out.attach(id, one.port)
    out.attach('c', other.port)
    out.together(one.port, () => {
      expect(['a', 'c', 'b'].map((id) => out.deliver(id, succeed(id)))).toEqual([true, true, true])
      expect([one.heard, other.heard]).toEqual([[], [[said('c')]]])
    })
    expect(one.heard).toEqual([[said('a'), said('b')]])
    expect(out.has('a')).toBe(false)
  })

  it('says nothing where nothing was answered', () => {
    const out = outbox()
    const { port, heard } = page()
    out.together(port, () => {})
    expect(heard).toEqual([])
  })

  it('says what was answered before something went wrong, and no more waits for the rest', () => {
    const out = outbox()
    const { port, heard } = page()
    for (const id of ['a', 'b']) out.attach(id, port)
    const wrong = () =>
      out.together(port, () => {
        out.deliver('a', succeed('a'))
        throw new Error('mine')
      })
    expect(wrong).toThrow('mine')
    out.deliver('b', succeed('b'))
    expect(heard).toEqual([[said('a')], [said('b')]])
  })

  it('throws nothing where the page has closed its port', () => {
    const out = outbox()
    const { port } = page()
    for (const id of ['a', 'b']) out.attach(id, port)
    port.isClosed = true
    out.together(port, () => out.deliver('a', succeed('a')))
    expect(out.deliver('b', succeed('b'))).toBe(false)
  })

  it('names the calls that nobody waits for when a port has broken', () => {
    const out = outbox()
    const [one, other] = [page(), page()]
    for (const id of ['a', 'b']) out.attach(id, one.port)
    out.attach('c', other.port)
    expect([out.detach(one.port), out.has('a'), out.has('c')]).toEqual([['a', 'b'], false, true])
  })
})
