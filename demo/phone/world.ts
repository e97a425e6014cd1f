import { type Event, type EventTemplate, finalizeEvent, getPublicKey } from 'nostr-tools/pure'
import { bytesToHex, hexToBytes } from 'nostr-tools/utils'
import { type Line, openLine } from '../shared/line'
import type { Memory, PhoneWorld } from './model'

const PLACE = 'phone'

function load(): Memory | null {
  const text = localStorage.getItem(PLACE)
  return text ? (JSON.parse(text) as Memory) : null
}

/** The phone's world in a browser page: sockets, clock, localStorage of its origin. */
export function pageWorld(relays: string[], hear: (event: Event) => void): PhoneWorld {
  const lines = new Map<string, Line>()

  const key = () => hexToBytes(load()?.transportKey ?? '')
  const transport = () => getPublicKey(key())
  const logIn = async (template: EventTemplate) => finalizeEvent(template, key())

  function lineTo(url: string): Line {
    const known = lines.get(url)
    if (known) return known
    const line = openLine(url, { open: (address) => new WebSocket(address), logIn })
    const since = Math.floor(Date.now() / 1000) - 60
    line.subscribe({ kinds: [24_133], '#p': [transport()], since }, hear)
    lines.set(url, line)
    return line
  }

  return {
    relays,
    now: () => Date.now(),
    later: (ms, run) => void setTimeout(run, ms),
    random: (bytes) => bytesToHex(crypto.getRandomValues(new Uint8Array(bytes))),
    load,
    save: (memory) => localStorage.setItem(PLACE, JSON.stringify(memory)),
    listen(wanted) {
      for (const url of wanted) lineTo(url)
      for (const [url, line] of lines)
        if (!wanted.includes(url)) {
          line.close()
          lines.delete(url)
        }
    },
    publish(targets, event) {
      for (const url of targets) void lineTo(url).publish(event)
    },
  }
}
