import { afterEach, expect, it, vi } from 'vitest'
import { FIRM, HANDOFF, OFF } from '../wire/handoff'
import { say } from './say'

/** A frame: its window, and the provider's end, which hears words. */
function frame() {
  const page = new EventTarget()
  const heard: string[] = []
  const port = new EventTarget()
  for (const word of [OFF, FIRM]) port.addEventListener(word, () => heard.push(word))
  vi.stubGlobal('addEventListener', page.addEventListener.bind(page))
  const handOff = () => page.dispatchEvent(Object.assign(new Event(HANDOFF), { ports: [port] }))
  return { heard, port, handOff }
}

afterEach(() => vi.unstubAllGlobals())

it.each([OFF, FIRM] as const)('%s is said at once where the bridge has its port, and listens to nothing', (word) => {
  const { heard, port, handOff } = frame()
  vi.stubGlobal('port', port)
  say(word)
  expect(heard).toEqual([word])
  handOff()
  expect(heard).toEqual([word])
})

it.each([OFF, FIRM] as const)('%s waits for the port where it comes before the bridge, and is said once', (word) => {
  const { heard, handOff } = frame()
  say(word)
  expect(heard).toEqual([])
  handOff()
  handOff()
  expect(heard).toEqual([word])
})
