import { describe, expect, it, vi } from 'vitest'
import { succeed } from '../protocol/error'
import { type Down, outbox } from './outbox'

// no browser is around
vi.mock('webextension-polyfill', () => ({ default: { i18n: { getMessage: (name: string) => name } } }))

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

const named = (...ids: string[]) => ids.map((id) => ({ id }))

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
    out.together(one.port, named('a', 'c', 'b'), ({ id }) => {
      expect(out.deliver(id, succeed(id))).toBe(true)
      expect(one.heard).toEqual([])
    })
    expect(other.heard).toEqual([[said('c')]])
    expect(one.heard).toEqual([[said('a'), said('b')]])
    expect(out.has('a')).toBe(false)
  })

  it('says nothing where nothing was answered', () => {
    const out = outbox()
    const { port, heard } = page()
    out.together(port, named('a'), () => {})
    expect(heard).toEqual([])
  })

  it('leaves for the next turn what would take too long', () => {
    vi.useFakeTimers()
    const out = outbox()
    const { port, heard } = page()
    for (const id of ['a', 'b', 'c']) out.attach(id, port)
    const slow = ({ id }: { id: string }) => {
      vi.advanceTimersByTime(5)
      out.deliver(id, succeed(id))
    }
    const rest = out.together(port, named('a', 'b', 'c'), slow)
    expect([rest, heard]).toEqual([named('c'), [[said('a'), said('b')]]])
    expect(out.together(port, rest, slow)).toEqual([])
    expect(heard).toHaveLength(2)
    vi.useRealTimers()
  })

  it('says of what goes wrong inside that it did, and answers the others', () => {
    const out = outbox()
    const { port, heard } = page()
    for (const id of ['a', 'b', 'c']) out.attach(id, port)
    out.together(port, named('a', 'b', 'c'), ({ id }) => {
      if (id === 'b') throw new Error('mine')
      out.deliver(id, succeed(id))
    })
    const wrong = { id: 'b', outcome: { ok: false, error: expect.objectContaining({ code: 'internal' }) } }
    expect(heard).toEqual([[said('a'), wrong, said('c')]])
  })

  it('throws nothing where the page has closed its port', () => {
    const out = outbox()
    const { port } = page()
    for (const id of ['a', 'b']) out.attach(id, port)
    port.isClosed = true
    out.together(port, named('a'), () => void out.deliver('a', succeed('a')))
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
