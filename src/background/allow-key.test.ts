import { describe, expect, it } from 'vitest'
import type { OpenPort } from '../edges/ports'
import type { Call } from '../protocol/nip07'
import { eyesOnPanels, onAllowKeys, type Pressed } from './allow-key'
import { cautionOf } from './caution'
import { emptyState, type State } from './state'

const pressed = (part: Partial<Pressed> = {}): Pressed => ({
  ...{ topmost: { id: 'a', isCautious: false }, seen: ['a'], isLocked: false },
  ...part,
})

describe('the keys that allow the topmost approval', () => {
  it.each<[string, Partial<Pressed>, ReturnType<typeof onAllowKeys>]>([
    ['press the button that is seen and live', {}, 'press'],
    ['press it where several panels are open', { seen: ['b', 'a'] }, 'press'],
    ['show what nobody sees', { seen: [] }, 'show'],
    ['show the topmost where only another is seen', { seen: ['b'] }, 'show'],
    ['never press where care is needed', { topmost: { id: 'a', isCautious: true } }, 'show'],
    ['never press while locked', { isLocked: true }, 'show'],
    ['press nothing where nothing waits', { topmost: null }, 'show'],
  ])('%s', (_, part, done) => {
    expect(onAllowKeys(pressed(part))).toBe(done)
  })
})

it.each<Call>([
  { method: 'signPsbt', psbt: '70' },
  { method: 'signSchnorr', hash: 'ab'.repeat(32) },
])('they never allow what may be money: $method', (call) => {
  const caution = cautionOf(emptyState(), { call, account: 'a'.repeat(64), origin: 'https://site.example' })
  expect(onAllowKeys(pressed({ topmost: { id: 'a', isCautious: caution !== null } }))).toBe('show')
})

describe('what is seen', () => {
  const port = (name: string) => ({ name }) as OpenPort
  const waiting = (id: string): State => ({
    ...emptyState(),
    approvals: [
      { id, isCautious: false, callIds: [], askedAt: 1, shownAt: 2 } as unknown as State['approvals'][number],
    ],
  })
  const play = () => {
    const done: string[] = []
    const eyes = eyesOnPanels(
      ({ name }, message) => done.push(`${name} ${JSON.stringify(message)}`),
      () => done.push('show'),
    )
    return { ...eyes, done }
  }

  it('is pressed in the panel that shows it, and nowhere else', () => {
    const { see, pressed, done } = play()
    see(port('one'), 'x')
    see(port('two'), 'a')
    pressed(waiting('a'))
    expect(done).toEqual(['two {"press":"a"}'])
  })

  it('is forgotten with its panel', () => {
    const { see, pressed, done } = play()
    const panel = port('one')
    see(panel, 'a')
    see(panel, null)
    pressed(waiting('a'))
    expect(done).toEqual(['show'])
  })
})
