import { expect, it, vi } from 'vitest'
import { listening } from './listening'

it('calls each listener of an event each time, until it listens no more', () => {
  const { on, off, announce } = listening()
  const [first, second] = [vi.fn(), vi.fn()]
  on('accountChanged', first)
  on('accountChanged', second)
  announce('accountChanged')
  off('accountChanged', first)
  announce('accountChanged')
  expect([first.mock.calls.length, second.mock.calls.length]).toEqual([1, 2])
})

it('takes any name, and none but the announced one is ever called', () => {
  const { on, off, announce } = listening()
  const [other, changed] = [vi.fn(), vi.fn()]
  on('connect', other)
  on('accountChanged', changed)
  off('connect', changed)
  announce('accountChanged')
  expect([other.mock.calls.length, changed.mock.calls.length]).toEqual([0, 1])
})

it('hands over nothing but the name', () => {
  const { on, announce } = listening()
  const told: string[] = []
  on('accountChanged', (event) => told.push(event.type, ...Object.keys(event)))
  announce('accountChanged')
  expect(told.filter((key) => key !== 'isTrusted')).toEqual(['accountChanged'])
})

it('says what a listener throws as an uncaught error, and goes on with the others', async () => {
  const { on, announce } = listening()
  const calls: string[] = []
  const uncaught = new Promise<unknown>((resolve) => {
    const others = process.listeners('uncaughtException')
    process.removeAllListeners('uncaughtException')
    process.once('uncaughtException', (error) => {
      for (const other of others) process.on('uncaughtException', other)
      resolve(error)
    })
  })
  const mine = new Error('mine')
  on('accountChanged', () => {
    throw mine
  })
  on('accountChanged', () => void calls.push('second'))
  announce('accountChanged')
  expect(calls).toEqual(['second'])
  expect(await uncaught).toBe(mine)
})
